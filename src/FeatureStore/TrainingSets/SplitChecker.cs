using System.Globalization;
using System.Text.RegularExpressions;
using Catalog.Core.Text;
using FeatureStore.Model;

namespace FeatureStore.TrainingSets;

/// <summary>Finds everything that is wrong with the splits of a training set.</summary>
internal static partial class SplitChecker
{
    private const int MostParts = 20;
    private const double Tolerance = 1e-6;

    /// <summary>What is wrong, in sentences.</summary>
    /// <param name="splits">The splits.</param>
    /// <param name="columns">Columns of the entity frame; null leaves out what depends on them.</param>
    internal static IEnumerable<string> Check(TrainingSetSplits splits, IReadOnlyCollection<string>? columns)
    {
        if (splits.Parts.Count is < 2 or > MostParts)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The splits have {splits.Parts.Count} {(splits.Parts.Count == 1 ? "part" : "parts")}; give 2 to {MostParts}.");
        }

        foreach (var part in splits.Parts.Where(static part => !Name().IsMatch(part.Name ?? string.Empty)))
        {
            yield return $"A split cannot be called '{part.Name}': use lower-case letters, digits, '_' and '-', starting with a letter, at most 50 characters.";
        }

        foreach (var twice in splits.Parts.GroupBy(static part => part.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            yield return $"Two splits are called '{twice.Key}'. Give each a name of its own.";
        }

        foreach (var error in splits.Kind == SplitKind.Time ? CheckTimes(splits.Parts) : CheckRatios(splits))
        {
            yield return error;
        }

        foreach (var error in CheckKeys(splits, columns))
        {
            yield return error;
        }
    }

    private static IEnumerable<string> CheckTimes(IReadOnlyList<TrainingSetSplit> parts)
    {
        foreach (var part in parts.Where(static part => part.Ratio is not null))
        {
            yield return $"The split '{part.Name}' has a ratio; splits by time have 'before'.";
        }

        for (var i = 0; i < parts.Count; i++)
        {
            var (part, isLast) = (parts[i], i == parts.Count - 1);
            if (part.Before is null != isLast)
            {
                yield return isLast
                    ? $"The split '{part.Name}' is the last one and takes what is left: leave its 'before' out."
                    : $"The split '{part.Name}' has no 'before'; only the last one takes what is left.";
            }
            else if (i > 0 && part.Before <= parts[i - 1].Before)
            {
                yield return $"The split '{part.Name}' ends at '{part.Before}', which is not after the end of '{parts[i - 1].Name}'. Give the splits in the order of their times.";
            }
        }
    }

    private static IEnumerable<string> CheckRatios(TrainingSetSplits splits)
    {
        foreach (var part in splits.Parts.Where(static part => part.Before is not null))
        {
            yield return $"The split '{part.Name}' has 'before'; splits by {(splits.Kind == SplitKind.Key ? "key" : "ratio")} have a ratio.";
        }

        foreach (var part in splits.Parts.Where(static part => part.Ratio is not (> 0 and < 1)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The split '{part.Name}' has {(part.Ratio is { } ratio ? $"the ratio '{ratio}'" : "no ratio")}; give a number above 0 and below 1.");
        }

        var sum = splits.Parts.Sum(static part => part.Ratio ?? 0);
        if (!(Math.Abs(sum - 1) <= Tolerance))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The ratios of the splits add up to '{sum}'; they must add up to 1.");
        }
    }

    private static IEnumerable<string> CheckKeys(TrainingSetSplits splits, IReadOnlyCollection<string>? columns)
    {
        if (splits.Kind != SplitKind.Key)
        {
            if (splits.Keys.Count > 0)
            {
                yield return $"The splits name the key '{string.Join(", ", splits.Keys)}'; only splits by key have one.";
            }

            yield break;
        }

        if (splits.Keys.Count == 0)
        {
            yield return "The splits are by key and name none: give the columns of the entity frame whose values keep rows together.";
        }

        if (columns is not null)
        {
            foreach (var key in splits.Keys.Where(key => !columns.Contains(key)))
            {
                yield return $"The entity frame has no column '{key}' to split by. Its columns are {NameList.Of(columns)}.";
            }
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,49}\\z")]
    private static partial Regex Name();
}

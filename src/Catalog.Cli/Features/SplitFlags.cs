using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Catalog.Cli.CommandLine;
using Catalog.Core.Values;
using FeatureStore.TrainingSets;

namespace Catalog.Cli.Features;

/// <summary>How a training set is to be divided, as options.</summary>
internal sealed class SplitFlags
{
    private readonly Option<string[]> _parts = FlagValues.Texts(
        "--split", "Divide the rows: NAME=RATIO for parts of all, such as train=0.8,test=0.2, or NAME=TIME for rows before it, with a last NAME that takes what is left. Each part gets a file beside --out.", "NAME=PART,...");

    private readonly Option<string[]> _by = FlagValues.Texts("--split-by", "Keep all rows with the same values of these columns in one part.", "COLUMN,...");
    private readonly Option<long?> _seed = FlagValues.Count("--seed", "Divide the rows otherwise. Default: 0.", "N", least: long.MinValue);

    internal void AddTo(Command command)
    {
        command.Options.Add(_parts);
        command.Options.Add(_by);
        command.Options.Add(_seed);
    }

    internal void Validate(CommandResult result)
    {
        var parts = result.GetValue(_parts) ?? [];
        if (parts.Length == 0 && (result.GetValue(_by) is { Length: > 0 } || result.GetValue(_seed) is not null))
        {
            result.AddError("--split-by and --seed belong to --split.");
        }

        foreach (var part in parts.Select(static part => part.Split('=', 2)).Where(static part => part.Length == 2 && RatioOf(part[1]) is null && !Instant.TryParse(part[1], out _)))
        {
            result.AddError($"--split has '{string.Join('=', part)}'; after the name write a ratio such as 0.8 or a time such as 2026-11-20T12:00:00Z.");
        }
    }

    /// <summary>Null when the rows are not to be divided.</summary>
    internal TrainingSetSplitsSpec? Read(CommandContext context)
    {
        if (context.Value(_parts) is not { Length: > 0 } parts)
        {
            return null;
        }

        var specs = parts.Select(static part => part.Split('=', 2)).Select(static part => part.Length == 1 ? new TrainingSetSplitSpec(part[0])
            : RatioOf(part[1]) is { } ratio ? new TrainingSetSplitSpec(part[0], ratio)
            : new TrainingSetSplitSpec(part[0], Before: part[1])).ToList();
        var keys = context.Value(_by) ?? [];
        var kind = keys.Length > 0 ? "key" : specs.Exists(static part => part.Before is not null) ? "time" : "ratio";
        return new TrainingSetSplitsSpec(kind, specs, keys, context.Value(_seed) ?? 0);
    }

    // A year is a number, too.
    private static double? RatioOf(string text)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var ratio) && ratio <= 1 ? ratio : null;
}

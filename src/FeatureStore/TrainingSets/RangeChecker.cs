using FeatureStore.Model;
using FeatureStore.Selection;

namespace FeatureStore.TrainingSets;

/// <summary>Finds what the frame of a range lacks for what is joined to it.</summary>
internal static class RangeChecker
{
    /// <param name="range">The range.</param>
    /// <param name="timestamp">Name of the column with the times.</param>
    /// <param name="selection">What is asked for, with the frame.</param>
    internal static IEnumerable<TrainingSetFinding> Check(TrainingSetRange range, string timestamp, FeatureSelection selection)
    {
        if (selection.Frame is not { } frame)
        {
            yield break;
        }

        var keys = frame.Keys.Select(static key => key.Column).ToHashSet(StringComparer.Ordinal);
        var given = keys.Count == 0 ? "has no join keys" : $"has the join keys {string.Join(", ", keys)}";
        foreach (var view in selection.Views)
        {
            foreach (var key in view.KeyColumns.Where(key => !keys.Contains(key)))
            {
                yield return Finding(
                    $"The range '{range}' cannot be taken: '{frame.Views[0].View.Name}' {given}, and '{view.View.Name}' needs '{key}'. Take the rows of a view with that key, map the key in a feature service, or give an entity frame.",
                    FeatureStoreErrorCode.InvalidEntityFrame);
            }
        }

        foreach (var value in selection.Requests.Where(value => !keys.Contains(value.Name)))
        {
            yield return Finding(
                $"The on-demand view '{value.View}' needs the request value '{value.Name}' of type '{value.Type}', which a range does not have. Give an entity frame with that column, or leave its features out.",
                FeatureStoreErrorCode.InvalidEntityFrame);
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in keys.Append(timestamp).Where(name => !names.Add(name)))
        {
            yield return new TrainingSetFinding(TrainingSetField.TimestampColumn, new FeatureStoreException(
                FeatureStoreErrorCode.InvalidRequest, $"The range '{range}' would have two columns '{name}' (case does not count). Give the column with the times another name ('timestampColumn' of a request, --timestamp on the command line)."));
        }
    }

    private static TrainingSetFinding Finding(string message, FeatureStoreErrorCode code) => new(TrainingSetField.Range, new FeatureStoreException(code, message));
}

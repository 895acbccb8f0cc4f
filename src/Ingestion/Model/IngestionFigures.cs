namespace Ingestion.Model;

/// <summary>How the runs of ingestions, pushes and replays name their figures. Pure.</summary>
public static class IngestionFigures
{
    private const string WarningPrefix = "warnings.";

    /// <summary>The figures of a run: records <c>read</c>, <c>accepted</c> and <c>quarantined</c>, and <c>warnings.RULE</c> for each rule of severity warning that events break.</summary>
    /// <param name="read">Records read.</param>
    /// <param name="accepted">Events appended.</param>
    /// <param name="quarantined">Records refused.</param>
    /// <param name="warnings">Events that break a rule of severity warning, by rule.</param>
    public static Dictionary<string, long> Of(long read, long accepted, long quarantined, IReadOnlyDictionary<string, long> warnings)
    {
        var figures = new Dictionary<string, long> { ["read"] = read, ["accepted"] = accepted, ["quarantined"] = quarantined };
        foreach (var (rule, count) in warnings)
        {
            figures[WarningPrefix + rule] = count;
        }

        return figures;
    }

    /// <summary>Whether a figure counts a warning.</summary>
    public static bool IsWarning(string name) => name.StartsWith(WarningPrefix, StringComparison.Ordinal);

    /// <summary>The warnings among figures: events by rule, most first, then by rule.</summary>
    /// <param name="figures">Figures of a run.</param>
    public static IReadOnlyList<KeyValuePair<string, long>> WarningsOf(IReadOnlyDictionary<string, long> figures) =>
    [
        .. figures.Where(static figure => IsWarning(figure.Key) && figure.Value > 0).Select(static figure => KeyValuePair.Create(figure.Key[WarningPrefix.Length..], figure.Value))
            .OrderByDescending(static warning => warning.Value).ThenBy(static warning => warning.Key, StringComparer.Ordinal),
    ];
}

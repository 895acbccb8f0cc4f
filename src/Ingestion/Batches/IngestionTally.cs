using Ingestion.Model;

namespace Ingestion.Batches;

/// <summary>What was counted in one batch or, added up, in a whole job. Not thread-safe.</summary>
internal sealed class IngestionTally
{
    public long Read { get; set; }

    public long Accepted { get; set; }

    public long Quarantined { get; set; }

    /// <summary>Refused records by rule.</summary>
    public Dictionary<string, long> ByRule { get; init; } = [];

    /// <summary>Records that break a rule of severity warning, by rule, whether they were accepted or not.</summary>
    public Dictionary<string, long> Warnings { get; init; } = [];

    /// <summary>Records for which a rule could not be decided, by rule.</summary>
    public Dictionary<string, long> Undecided { get; init; } = [];

    /// <summary>Records that a measure counts, by rule.</summary>
    public Dictionary<string, long> Measures { get; init; } = [];

    internal void CountMeasure(string rule) => Count(Measures, rule, 1);

    /// <summary>Counts a record after all its checks.</summary>
    internal void CountRecord(CheckedRecord record)
    {
        Read++;
        if (record.IsAccepted)
        {
            Accepted++;
        }
        else
        {
            Quarantined++;
            CountAll(ByRule, [.. record.Errors.Select(static error => error.Rule)]);
        }

        CountAll(Warnings, record.Warnings);
        CountAll(Undecided, record.Undecided);
    }

    internal void Add(IngestionTally other)
    {
        Read += other.Read;
        Accepted += other.Accepted;
        Quarantined += other.Quarantined;
        AddAll(ByRule, other.ByRule);
        AddAll(Warnings, other.Warnings);
        AddAll(Undecided, other.Undecided);
        AddAll(Measures, other.Measures);
    }

    /// <summary>The figures for clients.</summary>
    internal IngestionResult ToResult(Guid runId, string source, long elapsedMilliseconds) => new()
    {
        RunId = runId,
        Source = source,
        Read = Read,
        Accepted = Accepted,
        Quarantined = Quarantined,
        ByRule = new Dictionary<string, long>(ByRule),
        Warnings = new Dictionary<string, long>(Warnings),
        RowsPerSecond = Read * 1000 / Math.Max(1, elapsedMilliseconds),
    };

    /// <summary>The figures for the run journal.</summary>
    internal Dictionary<string, long> ToFigures() => IngestionFigures.Of(Read, Accepted, Quarantined, Warnings);

    /// <summary>Counts each rule once. Most records break none.</summary>
    private static void CountAll(Dictionary<string, long> counts, IReadOnlyList<string> rules)
    {
        if (rules.Count == 1)
        {
            Count(counts, rules[0], 1);
        }
        else if (rules.Count > 1)
        {
            CountEach(counts, rules);
        }
    }

    private static void CountEach(Dictionary<string, long> counts, IReadOnlyList<string> rules)
    {
        foreach (var rule in rules.Distinct())
        {
            Count(counts, rule, 1);
        }
    }

    private static void AddAll(Dictionary<string, long> counts, Dictionary<string, long> others)
    {
        foreach (var (rule, count) in others)
        {
            Count(counts, rule, count);
        }
    }

    private static void Count(Dictionary<string, long> counts, string rule, long by)
        => counts[rule] = counts.GetValueOrDefault(rule) + by;
}

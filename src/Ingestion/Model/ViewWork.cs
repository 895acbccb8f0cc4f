namespace Ingestion.Model;

/// <summary>
/// What the writer of a view has done in one run. It is counted by log sequence, so what is read again after a crash is not counted again.
/// </summary>
public sealed record ViewWork
{
    /// <summary>Partition of the log.</summary>
    public required int Partition { get; init; }

    /// <summary>First log sequence of the run.</summary>
    public required long From { get; init; }

    /// <summary>One past the last sequence that is counted.</summary>
    public required long To { get; init; }

    /// <summary>Events read.</summary>
    public long Events { get; init; }

    /// <summary>Rows that they gave.</summary>
    public long Rows { get; init; }

    /// <summary>Events that gave no row because a join key or the event time was null.</summary>
    public long Skipped { get; init; }

    /// <summary>Offline files written; a partial file counts each time it is replaced.</summary>
    public long Files { get; init; }

    /// <summary>Bytes of those files.</summary>
    public long Bytes { get; init; }

    /// <summary>The counts by name, for people and machines.</summary>
    public IReadOnlyDictionary<string, long> ToFigures()
        => new Dictionary<string, long> { ["events"] = Events, ["rows"] = Rows, ["skipped"] = Skipped, ["files"] = Files, ["bytes"] = Bytes };
}

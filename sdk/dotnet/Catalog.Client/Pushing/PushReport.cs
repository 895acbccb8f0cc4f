namespace Catalog.Client;

/// <summary>What became of the events, of all pieces together. Every one is durable: accepted in the log, or refused in the quarantine.</summary>
public sealed record PushReport
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>The key that they were pushed under; piece <c>n</c> behind the first has <c>/n</c> behind it.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The run that they are counted in; null for pushes to one store, whose door does not tell it.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Events sent.</summary>
    public long Read { get; init; }

    /// <summary>Events in the log.</summary>
    public long Accepted { get; init; }

    /// <summary>Events in the quarantine.</summary>
    public long Quarantined { get; init; }

    /// <summary>Refused events by broken rule; one that breaks two counts for each. Empty for pushes to one store.</summary>
    public IReadOnlyDictionary<string, long> ByRule { get; init; } = new Dictionary<string, long>();

    /// <summary>What was peculiar but no reason to refuse, with counts.</summary>
    public IReadOnlyDictionary<string, long> Warnings { get; init; } = new Dictionary<string, long>();

    /// <summary>Requests that were made.</summary>
    public int Pieces { get; init; }

    /// <summary>Pieces that had been pushed before under the same key, so that nothing was appended now.</summary>
    public int DuplicatePieces { get; init; }

    internal PushReport With(WirePush piece) => this with
    {
        RunId = piece.RunId ?? RunId,
        Read = Read + piece.Read,
        Accepted = Accepted + piece.Accepted,
        Quarantined = Quarantined + piece.Quarantined,
        ByRule = Sum(ByRule, piece.ByRule),
        Warnings = Sum(Warnings, piece.Warnings),
        Pieces = Pieces + 1,
        DuplicatePieces = DuplicatePieces + (piece.Duplicate ? 1 : 0),
    };

    private static IReadOnlyDictionary<string, long> Sum(IReadOnlyDictionary<string, long> counts, IReadOnlyDictionary<string, long>? more)
    {
        if (more is null or { Count: 0 })
        {
            return counts;
        }

        var sums = new Dictionary<string, long>(counts);
        foreach (var (name, count) in more)
        {
            sums[name] = sums.GetValueOrDefault(name) + count;
        }

        return sums;
    }
}

namespace Catalog.Client;

/// <summary>The receipt of an erasure. It does not name the entity. Times are UTC.</summary>
public sealed record Erasure
{
    /// <summary>Id of the erasure and of its run.</summary>
    public required Guid Id { get; init; }

    /// <summary>How far it is: <c>queued</c>, <c>running</c>, <c>completed</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Names of the join keys.</summary>
    public required IReadOnlyList<string> JoinKeys { get; init; }

    /// <summary>Tells the entity from others; the same in all erasures of it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether later events of the entity are kept out, too.</summary>
    public bool Forever { get; init; }

    /// <summary>Events that happened or arrived by then are kept out; null for one that holds for ever.</summary>
    public DateTimeOffset? Through { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why, as it was said.</summary>
    public string? Reason { get; init; }

    /// <summary>Who asked; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Every place that was looked at, and what became of it.</summary>
    public IReadOnlyList<ErasedPlace> Places { get; init; } = [];
}

/// <summary>One place that was looked into for an entity.</summary>
/// <param name="Kind">What it is, such as <c>online</c>, <c>offlineFile</c>, <c>trainingSet</c> or <c>eventLog</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome"><c>erased</c>, or <c>kept</c> for the reason in <paramref name="Note"/>.</param>
/// <param name="Count">Rows of the entity in it, 0 where there was none; null where they were not counted.</param>
/// <param name="File">The file that held them; null where it is no file, and for all files of a view version that held none.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="NewFile">The file that took its place; null where no row was left.</param>
/// <param name="NewSha256">The hash of that.</param>
/// <param name="Note">What is to be known of it.</param>
public sealed record ErasedPlace(
    string Kind, string Name, string Outcome, long? Count = null, string? File = null, string? Sha256 = null, string? NewFile = null, string? NewSha256 = null, string? Note = null);

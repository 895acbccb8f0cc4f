using System.Text.Json.Serialization;

namespace FeatureStore.Erasures;

/// <summary>One place that an erasure looked into, and what became of it. Holds no value of the entity.</summary>
public sealed record ErasedPlace
{
    /// <summary>What kind of place it is.</summary>
    public required ErasedPlaceKind Kind { get; init; }

    /// <summary>Its name: a view version such as <c>spend@2</c>, a training set, a source.</summary>
    public required string Name { get; init; }

    /// <summary>What was done.</summary>
    public required ErasureOutcome Outcome { get; init; }

    /// <summary>Rows of the entity: rows of a file, keys of the online store, events of a log; 0 where there was none, null where they were not counted.</summary>
    public long? Count { get; init; }

    /// <summary>Partition of the event log; null where there is none.</summary>
    public int? Partition { get; init; }

    /// <summary>The file that held the rows; null where the place is no file, and for all files of a view version that held none.</summary>
    public string? File { get; init; }

    /// <summary>SHA-256 of that file in hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The file with the other rows that took its place; null where no row was left, and where the place is no file.</summary>
    public string? NewFile { get; init; }

    /// <summary>SHA-256 of the new file.</summary>
    public string? NewSha256 { get; init; }

    /// <summary>What a person has to know of it; null when nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it was written down before it was done, by a process that has not yet told of its end.</summary>
    public bool IsPending { get; init; }

    /// <summary>Whether nothing of the entity was in it.</summary>
    [JsonIgnore]
    public bool IsEmpty => this is { Outcome: ErasureOutcome.Erased, Count: 0 };

    /// <summary>A place that has nothing of the entity.</summary>
    internal static ErasedPlace Empty(ErasedPlaceKind kind, string name, string? note = null) => new() { Kind = kind, Name = name, Outcome = ErasureOutcome.Erased, Count = 0, Note = note };
}

/// <summary>Kinds of places that hold what is known of an entity.</summary>
public enum ErasedPlaceKind
{
    /// <summary>Rows of a view version in the online store.</summary>
    Online,

    /// <summary>A file of a view version in the offline store.</summary>
    OfflineFile,

    /// <summary>A file of a saved training set.</summary>
    TrainingSet,

    /// <summary>What is noted of keys with events in one store only.</summary>
    OneSidedKeys,

    /// <summary>Accepted events of a source.</summary>
    EventLog,

    /// <summary>Refused events of a source.</summary>
    Quarantine,

    /// <summary>Logged lookups.</summary>
    LookupLog,

    /// <summary>Figures and counts that were made of many entities.</summary>
    Statistics,

    /// <summary>Copies that the product does not know.</summary>
    Backups,
}

/// <summary>What an erasure did with a place.</summary>
public enum ErasureOutcome
{
    /// <summary>Nothing of the entity is left in it.</summary>
    Erased,

    /// <summary>It still holds something of the entity; the note says for how long, and what keeps it from being used.</summary>
    Kept,
}

using Catalog.Core.Values;

namespace FeatureStore.Serving;

/// <summary>A lookup that took longer than <see cref="ServingOptions.SlowLookup"/>, and where the time went. The times are of the service alone, without the door.</summary>
public sealed record SlowLookup
{
    /// <summary>When it was answered.</summary>
    public required Instant At { get; init; }

    /// <summary>How long it took; the other times are parts of it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The feature service that was asked for; null where features were named.</summary>
    public string? FeatureService { get; init; }

    /// <summary>The views that were read.</summary>
    public required IReadOnlyList<string> Views { get; init; }

    /// <summary>Features of the answer.</summary>
    public required int Features { get; init; }

    /// <summary>Entity rows of the request.</summary>
    public required int EntityRows { get; init; }

    /// <summary>Finding the definitions in force, and compiling the request where it was asked for the first time.</summary>
    public TimeSpan Planning { get; init; }

    /// <summary>Reading rows from the online store, the wait for it included.</summary>
    public TimeSpan Reading { get; init; }

    /// <summary>Converting keys, decoding rows, merging windows and computing on-demand features.</summary>
    public TimeSpan Computing { get; init; }

    /// <summary>For how long the process stood still for the collection of garbage meanwhile; also part of the others.</summary>
    public TimeSpan Paused { get; init; }

    /// <summary>What took most of the time: a pause of at least half of it, or the longest of the parts.</summary>
    public SlowReason Reason
        => Paused >= Duration / 2 ? SlowReason.GarbageCollection
            : Reading >= Planning && Reading >= Computing ? SlowReason.OnlineStore
            : Planning >= Computing ? SlowReason.Planning
            : SlowReason.Computing;
}

/// <summary>What made a lookup slow.</summary>
public enum SlowReason
{
    /// <summary>The online store took long to answer.</summary>
    OnlineStore,

    /// <summary>Definitions had changed, or the request was compiled.</summary>
    Planning,

    /// <summary>Rows were decoded and features computed: many values, or processors that are busy.</summary>
    Computing,

    /// <summary>The process stood still for the collection of garbage.</summary>
    GarbageCollection,
}

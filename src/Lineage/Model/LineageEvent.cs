using System.Buffers.Binary;
using Catalog.Core.Values;

namespace Lineage.Model;

/// <summary>A checked OpenLineage event. What was malformed in it is left out here and still stands in <see cref="Body"/>.</summary>
public sealed record LineageEvent
{
    /// <summary>SHA-256 of the event as canonical JSON: two events with the same hash are the same event.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The event as it was received, UTF-8 decoded.</summary>
    public required string Body { get; init; }

    /// <summary>Kind.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>When it happened.</summary>
    public required Instant EventTime { get; init; }

    /// <summary><c>START</c>, <c>RUNNING</c>, <c>COMPLETE</c>, <c>ABORT</c>, <c>FAIL</c> or <c>OTHER</c>; also <c>OTHER</c> when the event names none.</summary>
    public string EventType { get; init; } = "OTHER";

    /// <summary>The run of a run event.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The job of a run or job event.</summary>
    public JobId? Job { get; init; }

    /// <summary>Facets of the run.</summary>
    public IReadOnlyDictionary<string, string?> RunFacets { get; init; } = new Dictionary<string, string?>();

    /// <summary>Facets of the job; a null value deletes the facet.</summary>
    public IReadOnlyDictionary<string, string?> JobFacets { get; init; } = new Dictionary<string, string?>();

    /// <summary>Datasets read.</summary>
    public IReadOnlyList<EventDataset> Inputs { get; init; } = [];

    /// <summary>Datasets written.</summary>
    public IReadOnlyList<EventDataset> Outputs { get; init; } = [];

    /// <summary>The dataset of a dataset event.</summary>
    public EventDataset? Dataset { get; init; }

    /// <summary>Decides between this event and another one about the same thing.</summary>
    public Stamp Stamp => new(EventTime, BinaryPrimitives.ReadInt64BigEndian(Hash));

    /// <summary>Identity of the run of a run event; otherwise null.</summary>
    public RunKey? Run => RunId is { } id && Job is { } job ? new RunKey(id, job) : null;
}

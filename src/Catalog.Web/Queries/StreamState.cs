using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Enrichments;
using Ingestion.Pipelines;

namespace Catalog.Web.Queries;

/// <summary>How far the making of an enriched source is: all partitions of its stream together.</summary>
/// <param name="Partitions">The partitions; empty before it has begun, and where this process makes nothing.</param>
public sealed record StreamState(IReadOnlyList<EnrichmentStatus> Partitions)
{
    /// <summary>The least of what its partitions do: one that fails fails the source.</summary>
    public PipelineState State => PipelineStates.Least(Partitions.Select(static partition => partition.State));

    /// <summary>Events of the stream that are in the source.</summary>
    public long Position => Partitions.Sum(static partition => partition.Position);

    /// <summary>Events of the stream that wait.</summary>
    public long Lag => Partitions.Sum(static partition => partition.Lag);

    /// <summary>Why it fails; null when it does not.</summary>
    public string? Error => Partitions.FirstOrDefault(static partition => partition.Error is not null)?.Error;

    /// <summary>The run that is open; null when none is.</summary>
    public Guid? RunId => Partitions.FirstOrDefault(static partition => partition.RunId is not null)?.RunId;

    /// <summary>Its light.</summary>
    public Status Light => State switch
    {
        PipelineState.Failing => Status.Failed,
        PipelineState.Starting => Status.Unknown,
        _ => Lag > 0 ? Status.Running : Status.Fresh,
    };

    /// <summary>Words beside the light.</summary>
    public string Text => State switch
    {
        PipelineState.Failing => "Failing, tried again",
        PipelineState.Starting => "Not begun",
        _ => Lag > 0 ? $"{Numbers.Count(Lag, "event")} behind" : "Caught up",
    };
}

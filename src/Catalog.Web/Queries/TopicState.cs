using System.Text.Json;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Topics;

namespace Catalog.Web.Queries;

/// <summary>How far a topic has been read into its source: all partitions together.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partitions">The partitions, in order; empty before reading has begun, and where nobody reads.</param>
public sealed record TopicState(SourceTopic Topic, IReadOnlyList<TopicStatus> Partitions)
{
    /// <summary>The least of what its partitions do: one that fails fails the source.</summary>
    public PipelineState State => PipelineStates.Least(Partitions.Select(static partition => partition.State));

    /// <summary>Records that wait.</summary>
    public long Lag => Partitions.Sum(static partition => partition.Lag);

    /// <summary>Records that the brokers did not keep until they were read.</summary>
    public long Missed => Partitions.Sum(static partition => partition.Missed);

    /// <summary>Why it fails; null when it does not.</summary>
    public string? Error => Partitions.FirstOrDefault(static partition => partition.Error is not null)?.Error;

    /// <summary>What it waits for beside records; null when for nothing.</summary>
    public string? Waiting => Partitions.FirstOrDefault(static partition => partition.Waiting is not null)?.Waiting;

    /// <summary>The run that is open; null when none is.</summary>
    public Guid? RunId => Partitions.FirstOrDefault(static partition => partition.RunId is not null)?.RunId;

    /// <summary>Its light.</summary>
    public Status Light => LightOf(State, Lag, Waiting);

    /// <summary>Words beside the light.</summary>
    public string Text => TextOf(State, Lag, Waiting);

    /// <summary>How definitions call a format.</summary>
    internal static string WordOf(PayloadFormat format) => JsonNamingPolicy.SnakeCaseLower.ConvertName(format.ToString());

    /// <summary>The light of one partition or of all.</summary>
    internal static Status LightOf(PipelineState state, long lag, string? waiting) => state switch
    {
        PipelineState.Failing => Status.Failed,
        PipelineState.Starting => Status.Unknown,
        _ => waiting is not null ? Status.Late : lag > 0 ? Status.Running : Status.Fresh,
    };

    /// <summary>The words for one partition or for all.</summary>
    internal static string TextOf(PipelineState state, long lag, string? waiting) => state switch
    {
        PipelineState.Failing => "Failing, tried again",
        PipelineState.Starting => "Not begun",
        _ => waiting is not null ? $"Waiting, {Numbers.Count(lag, "event")} behind" : lag > 0 ? $"{Numbers.Count(lag, "event")} behind" : "Caught up",
    };
}

using Catalog.Web.Queries;
using Ingestion.Model;

namespace Catalog.Web.Http;

/// <summary>Shapes sources for answers.</summary>
internal static class SourceAnswers
{
    internal static SourceAnswer Of(SourceOverview overview)
    {
        var source = overview.Source;
        return new SourceAnswer(
            source.Name,
            source.Version,
            source.Domain,
            source.Owner,
            source.Description,
            source.Contract,
            source.From is null ? Words.Of(source.Format) : null,
            source.From,
            source.AcceptsPush,
            overview.EventCount,
            overview.OpenQuarantined,
            overview.LastRun is { } run ? IngestionAnswers.Of(run) : null,
            overview.Stream is { } stream ? Of(source, stream) : null,
            overview.Topic is { } topic ? Of(topic) : null,
            overview.Capture is { } capture ? Of(capture) : null);
    }

    internal static TopicAnswer Of(TopicState state) => new(
        state.Topic.Name,
        state.Topic.Connection,
        TopicState.WordOf(state.Topic.Format),
        Words.Of(state.State),
        state.Lag,
        state.Missed,
        state.Waiting,
        state.Error,
        [.. state.Partitions.Select(static partition => new TopicPartitionAnswer(
            partition.Partition, Words.Of(partition.State), partition.Position, partition.End, partition.Lag, partition.Missed, partition.Waiting, partition.Error, partition.RunId))]);

    internal static CaptureAnswer Of(CaptureState state)
    {
        var (reader, figures) = (state.Reader, state.Reader.Figures);
        return new CaptureAnswer(
            state.Capture.Connection, state.Capture.Table, state.Capture.Slot, Words.Of(reader.State), figures.IsSnapshot ? "snapshot" : "changes", figures.SnapshotRows, figures.EstimatedRows, figures.Lsn,
            figures.LagBytes, figures.RetainedBytes, figures.SlotState, figures.CommittedAt?.ToString(), reader.Waiting, figures.Warning, reader.Error, reader.RunId);
    }

    private static EnrichmentAnswer Of(Source source, StreamState stream) => new(
        [.. source.Enrichments.Select(static enrichment => enrichment.View).Distinct()], Words.Of(stream.State), stream.Position, stream.Lag, stream.Error, stream.RunId);
}

/// <summary>A source with what is in it. The number of events is null while the log is away, or still counts what it held before it counted.</summary>
internal sealed record SourceAnswer(
    string Name,
    int Version,
    string Domain,
    string Owner,
    string? Description,
    string? Contract,
    string? Format,
    string? From,
    bool AcceptsPush,
    long? Events,
    long OpenQuarantined,
    IngestionRunAnswer? LastRun,
    EnrichmentAnswer? Enrichment,
    TopicAnswer? Topic,
    CaptureAnswer? Capture);

internal sealed record EnrichmentAnswer(IReadOnlyList<string> Views, string State, long Position, long Lag, string? Error, Guid? RunId);

/// <summary>How far the topic of a source has been read.</summary>
internal sealed record TopicAnswer(
    string Name, string Connection, string Format, string State, long Lag, long Missed, string? Waiting, string? Error, IReadOnlyList<TopicPartitionAnswer> Partitions);

/// <summary>How far one partition has been read: the next offset and one past the newest record.</summary>
internal sealed record TopicPartitionAnswer(int Partition, string State, long Position, long End, long Lag, long Missed, string? Waiting, string? Error, Guid? RunId);

/// <summary>How far the table of a source has been captured. Bytes are those of the server's log: written since the last confirmation, and kept for the slot.</summary>
internal sealed record CaptureAnswer(
    string Connection,
    string Table,
    string Slot,
    string State,
    string Phase,
    long SnapshotRows,
    long? EstimatedRows,
    string? Lsn,
    long? LagBytes,
    long? RetainedBytes,
    string? SlotState,
    string? CommittedAt,
    string? Waiting,
    string? Warning,
    string? Error,
    Guid? RunId);

internal sealed record SourcesAnswer(IReadOnlyList<SourceAnswer> Items);

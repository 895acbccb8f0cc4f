using Catalog.Web.Queries;
using Ingestion.Pipelines;

namespace Catalog.Web.Http;

/// <summary>Shapes the state of feature views for answers.</summary>
internal static class ViewAnswers
{
    internal static ViewAnswer Of(ViewStatus status) => new(
        status.View.Name,
        status.View.Version,
        status.Answering,
        status.View.Domain,
        status.View.Owner,
        status.View.Source,
        Words.Of(status.State),
        status.Lag,
        status.Skipped,
        status.NewestEventTime?.ToString(),
        status.Error,
        [.. status.Writers.Select(Of)]);

    private static ViewWriterAnswer Of(PipelineStatus writer) => new(
        writer.Partition,
        Words.Of(writer.State),
        writer.Position,
        writer.DurablePosition,
        writer.EndOfLog,
        writer.Lag,
        writer.Skipped,
        writer.NewestEventTime?.ToString(),
        writer.Error);
}

internal sealed record ViewAnswer(
    string Name,
    int Version,
    int AnsweringVersion,
    string Domain,
    string Owner,
    string Source,
    string State,
    long Lag,
    long Skipped,
    string? NewestEventTime,
    string? Error,
    IReadOnlyList<ViewWriterAnswer> Writers);

internal sealed record ViewWriterAnswer(
    int Partition, string State, long Position, long DurablePosition, long EndOfLog, long Lag, long Skipped, string? NewestEventTime, string? Error);

internal sealed record ViewsAnswer(IReadOnlyList<ViewAnswer> Items);

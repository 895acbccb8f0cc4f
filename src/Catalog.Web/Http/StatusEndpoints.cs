using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Web.Composition;
using Catalog.Web.Queries;
using FeatureStore.Verifications;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Sharing;
using Ingestion.Captures;
using Ingestion.Topics;
using Lineage.Model;
using Lineage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Http;

/// <summary>Says in one answer whether the process is ready and what is under way.</summary>
internal static class StatusEndpoints
{
    internal static void MapStatus(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/v1/status", GetAsync).WithTags("Status").WithName("GetStatus")
            .WithSummary("Says whether the server is ready and what is under way.");

    private static async Task<Ok<StatusAnswer>> GetAsync(
        Readiness readiness,
        DefinitionRegistry definitions,
        IOptions<CatalogOptions> options,
        ViewStatuses views,
        IRunQueries runs,
        IQuarantineStore quarantine,
        VerificationService verifications,
        IWorkerReports workers,
        ITopicStatuses topics,
        ICaptureStatuses captures,
        ILeases leases,
        CancellationToken cancellationToken)
    {
        var statuses = views.List();
        var running = await runs.CountAsync(new RunFilter(), cancellationToken);
        return TypedResults.Ok(new StatusAnswer(
            readiness.IsReady,
            definitions.Current.Revision,
            [.. Roles.Of(options.Value)],
            [.. statuses.Select(static view => new WriterStatusAnswer(view.View.Name, Words.Of(view.State), view.Lag))],
            [.. topics.Statuses.Select(static topic => new TopicReaderAnswer(topic.Source, topic.Topic.Name, topic.Partition, Words.Of(topic.State), topic.Lag))],
            [.. captures.Captures.Select(static capture => new CaptureReaderAnswer(capture.Source, capture.Capture.Table, Words.Of(capture.State), capture.Figures.RetainedBytes))],
            [.. captures.LeftSlots.Select(static slot => new LeftSlotAnswer(slot.Connection, slot.Slot, slot.RetainedBytes))],
            [.. workers.Reports
                .OrderBy(static report => report.Subject, StringComparer.Ordinal).ThenBy(static report => report.Partition)
                .Select(static report => new WorkerAnswer(report.Owner, report.Subject, report.Partition, report.Epoch, report.At))],
            [.. (await leases.ListAsync(cancellationToken)).Where(static lease => !ProcessPresence.Is(lease)).Select(static lease => new DutyAnswer(lease.Name, lease.Holder.Name))],
            statuses.Sum(static view => view.Lag),
            running.GetValueOrDefault(RunState.Running),
            await quarantine.CountAsync(new QuarantineFilter { State = QuarantineState.Open }, cancellationToken),
            LookupLogAnswer.Of(verifications.Recorded)));
    }
}

internal sealed record StatusAnswer(
    bool Ready,
    long Revision,
    IReadOnlyList<string> Roles,
    IReadOnlyList<WriterStatusAnswer> Writers,
    IReadOnlyList<TopicReaderAnswer> Topics,
    IReadOnlyList<CaptureReaderAnswer> Captures,
    IReadOnlyList<LeftSlotAnswer> LeftSlots,
    IReadOnlyList<WorkerAnswer> Workers,
    IReadOnlyList<DutyAnswer> Duties,
    long Lag,
    long RunningRuns,
    long OpenQuarantined,
    LookupLogAnswer LookupLog);

/// <summary>Which process works on a partition of a view version, of an enriched source or of a topic; its epoch counts the owners of the partition.</summary>
internal sealed record WorkerAnswer(string Process, string Subject, int Partition, long Epoch, Instant ReportedAt);

/// <summary>Which process of the role <c>schedule</c> is in charge of a duty.</summary>
internal sealed record DutyAnswer(string Name, string Process);

internal sealed record WriterStatusAnswer(string View, string State, long Lag);

/// <summary>How far one partition of a topic has been read into its source.</summary>
internal sealed record TopicReaderAnswer(string Source, string Topic, int Partition, string State, long Lag);

/// <summary>How far a table has been captured into its source, and how many bytes of its log the server keeps for that.</summary>
internal sealed record CaptureReaderAnswer(string Source, string Table, string State, long? RetainedBytes);

/// <summary>A replication slot that no source reads any more, for which the server keeps its log.</summary>
internal sealed record LeftSlotAnswer(string Connection, string Slot, long? RetainedBytes);

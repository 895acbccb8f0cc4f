using System.Text.Json.Nodes;
using Lineage.Runs;

namespace Catalog.Web.Http;

/// <summary>Shapes runs for answers.</summary>
internal static class RunAnswers
{
    internal static RunAnswer Of(RunSummary run) => new(
        run.RunId,
        new RunJobAnswer(run.Job.Namespace, run.Job.Name),
        run.Kind is { } kind ? Words.Of(kind) : null,
        run.Domain,
        run.Title,
        Words.Of(run.State),
        run.StartedAt?.ToString(),
        run.EndedAt?.ToString(),
        run.LastSeen.ToString(),
        run.Progress is { } progress ? Of(progress) : null,
        run.IsLive,
        run.ErrorCode,
        run.Message,
        run.Outcome,
        run.Figures);

    internal static RunDetailAnswer Of(RunDetail detail) => new(
        Of(detail.Summary),
        [.. detail.Inputs.Select(Of)],
        [.. detail.Outputs.Select(Of)],
        detail.Parent is { } parent ? new RunParentAnswer(parent.RunId, new RunJobAnswer(parent.Job.Namespace, parent.Job.Name)) : null,
        Parse(detail.Facets),
        [.. detail.SameId.Select(static job => new RunJobAnswer(job.Namespace, job.Name))]);

    internal static RunProgressAnswer Of(RunProgress progress) => new(
        progress.Done,
        progress.Total,
        progress.Unit,
        Math.Round(progress.RatePerSecond, 1),
        progress.Fraction,
        progress.Remaining?.TotalSeconds,
        progress.UpdatedAt.ToString());

    private static RunDatasetAnswer Of(RunDataset dataset)
        => new(dataset.Id.Namespace, dataset.Id.Name, dataset.RowCount, dataset.ByteCount, Parse(dataset.Facets));

    private static Dictionary<string, JsonNode?> Parse(IReadOnlyDictionary<string, string> facets)
        => facets.ToDictionary(static facet => facet.Key, static facet => JsonNode.Parse(facet.Value));
}

internal sealed record RunAnswer(
    Guid RunId,
    RunJobAnswer Job,
    string? Kind,
    string? Domain,
    string? Title,
    string State,
    string? StartedAt,
    string? EndedAt,
    string LastSeen,
    RunProgressAnswer? Progress,
    bool IsLive,
    string? ErrorCode,
    string? Message,
    string? Outcome,
    IReadOnlyDictionary<string, long> Figures);

internal sealed record RunJobAnswer(string Namespace, string Name);

internal sealed record RunProgressAnswer(
    long Done, long? Total, string Unit, double RatePerSecond, double? Fraction, double? RemainingSeconds, string UpdatedAt);

internal sealed record RunPageAnswer(IReadOnlyList<RunAnswer> Items, string? Next);

internal sealed record RunDatasetAnswer(string Namespace, string Name, long? RowCount, long? ByteCount, IReadOnlyDictionary<string, JsonNode?> Facets);

internal sealed record RunParentAnswer(Guid RunId, RunJobAnswer Job);

internal sealed record RunDetailAnswer(
    RunAnswer Run,
    IReadOnlyList<RunDatasetAnswer> Inputs,
    IReadOnlyList<RunDatasetAnswer> Outputs,
    RunParentAnswer? Parent,
    IReadOnlyDictionary<string, JsonNode?> Facets,
    IReadOnlyList<RunJobAnswer> SameId);

using System.Text.Json.Serialization;
using Catalog.Core.Errors;

namespace Catalog.Web.Http;

/// <summary>What was set aside in an event that was taken.</summary>
internal sealed record LineageWarnings(IReadOnlyList<LineageWarning> Warnings);

/// <summary>One thing that was set aside.</summary>
internal sealed record LineageWarning(string Rule, string Path, string Message, string? Fix)
{
    internal static LineageWarning Of(Finding finding) => new(finding.Rule, finding.Location.Path, finding.Message, finding.Fix);
}

/// <summary>The answer to a batch, as the OpenLineage specification spells it.</summary>
internal sealed record LineageBatchAnswer(
    string Status,
    LineageBatchSummary Summary,
    [property: JsonPropertyName("failed_events")] IReadOnlyList<LineageFailedEvent> FailedEvents);

/// <summary>Counts of a batch.</summary>
internal sealed record LineageBatchSummary(
    int Received,
    int Successful,
    int Failed,
    int Retriable,
    [property: JsonPropertyName("non_retriable")] int NonRetriable);

/// <summary>An event that was refused.</summary>
internal sealed record LineageFailedEvent(int Index, string Reason, bool Retriable);

using System.Text.Json.Serialization;

namespace Catalog.Web.Http;

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

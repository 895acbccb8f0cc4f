using Catalog.Core.Events;

namespace Lineage.Runs;

/// <summary>How a run ended.</summary>
/// <param name="EventType"><c>COMPLETE</c>, <c>FAIL</c> or <c>ABORT</c>.</param>
/// <param name="Outcome">What it did; null when it did not complete.</param>
/// <param name="Code">Stable code of the failure; null when it did not fail.</param>
/// <param name="Message">Why it failed or was stopped; null when it completed.</param>
internal sealed record RunEnd(string EventType, RunOutcome? Outcome, string? Code, string? Message);

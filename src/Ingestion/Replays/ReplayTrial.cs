using Ingestion.Model;

namespace Ingestion.Replays;

/// <summary>What a replay of one quarantined event would do.</summary>
/// <param name="Id">Number of the event.</param>
/// <param name="Violations">Why it would be refused again; empty when it would pass.</param>
/// <param name="Warnings">Rules of severity warning that it breaks.</param>
public sealed record ReplayTrial(long Id, IReadOnlyList<Violation> Violations, IReadOnlyList<string> Warnings);

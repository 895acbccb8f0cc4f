using Catalog.Core.Values;
using FeatureStore.Model;
using Ingestion.Pipelines;

namespace Catalog.Web.Queries;

/// <summary>A feature view and its writers, one for each partition of the log.</summary>
/// <param name="View">The view.</param>
/// <param name="Writers">Its writers; empty before they have begun, and where this process writes nothing.</param>
/// <param name="Answering">The version that answers lookups and training sets: an earlier one while this one is computed for the first time.</param>
internal sealed record ViewStatus(FeatureView View, IReadOnlyList<PipelineStatus> Writers, int Answering)
{
    /// <summary>The least of what its writers do: one that fails fails the view.</summary>
    internal PipelineState State => PipelineStates.Least(Writers.Select(static writer => writer.State));

    /// <summary>Stored events of the source.</summary>
    internal long EndOfLog => Writers.Sum(static writer => writer.EndOfLog);

    /// <summary>Stored events that its writers have read.</summary>
    internal long Position => Writers.Sum(static writer => writer.Position);

    /// <summary>The part of the stored events that its writers have read, from 0 to 1.</summary>
    internal double Part => EndOfLog is > 0 and var end ? Math.Min(1, (double)Position / end) : 0;

    /// <summary>Events not read yet.</summary>
    internal long Lag => Writers.Sum(static writer => writer.Lag);

    /// <summary>Whether the newest version answers with all that was stored, and what describes it is there.</summary>
    /// <param name="hasStatistics">Whether statistics were computed, which only views online have.</param>
    internal bool IsFilled(bool hasStatistics)
        => Answering == View.Version && EndOfLog > 0 && Writers.All(static writer => writer.HasCaughtUp) && (hasStatistics || !View.Online);

    /// <summary>Events that gave no row, since the process began.</summary>
    internal long Skipped => Writers.Sum(static writer => writer.Skipped);

    /// <summary>Newest event time written since the process began; null when none was.</summary>
    internal Instant? NewestEventTime => Writers.Max(static writer => writer.NewestEventTime);

    /// <summary>Why it fails; null when it does not.</summary>
    internal string? Error => Writers.FirstOrDefault(static writer => writer.Error is not null)?.Error;
}

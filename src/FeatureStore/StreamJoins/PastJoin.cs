using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;
using FeatureStore.Retention;
using FeatureStore.Rows;
using Microsoft.Extensions.Logging;

namespace FeatureStore.StreamJoins;

/// <summary>
/// Answers questions of a stream from the offline files of a view alone: the newest row by (event time, sequence) that the time of the question sees and that had arrived when it was asked.
/// Thread-safe.
/// </summary>
internal sealed class PastJoin(IOfflineManifest manifest, ReplacedFiles files, IPastRows past, ILogger<PastJoin> logger)
{
    /// <summary>
    /// Finds the rows. Everything that had arrived must be in the files. A question from before what is kept has no answer: a stream goes on where one of its events is very old.
    /// </summary>
    /// <param name="view">The view version.</param>
    /// <param name="columns">The columns that are wanted of each row.</param>
    /// <param name="asked">The questions, with numbers of the caller's.</param>
    /// <param name="answer">Is told the number and the row of each question that has an answer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FeatureStoreException">The offline store failed.</exception>
    internal async Task FindAsync(
        FeatureView view, IReadOnlyList<ViewColumn> columns, IReadOnlyList<(StreamQuestion Question, int Number)> asked, Action<int, KeyRow> answer, CancellationToken cancellationToken)
    {
        using var reading = files.BeginRead();
        var snapshot = await manifest.GetSnapshotAsync(view.Id, cancellationToken).ConfigureAwait(false);
        asked = WithoutTooOld(view, snapshot.Horizon, asked);
        if (asked.Count == 0)
        {
            return;
        }

        var rules = PointInTimeRules.OfLookups(view);
        var byKey = asked
            .GroupBy(question => EntityKey.Create(view.Entities, question.Question.Key))
            .Select(static key => key.OrderBy(static question => question.Question.Time).ToList())
            .ToList();
        var sweep = new PastSweep(rules);
        var key = -1;
        var rows = past.ReadAsync(view, snapshot, byKey.ConvertAll(static question => question[0].Question.Key), columns, RangeOf(rules, asked), cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (row.Key != key)
            {
                sweep.End();
                key = row.Key;
                sweep.Begin(byKey[key], answer);
            }

            sweep.Take(row.Row);
        }

        sweep.End();
    }

    private IReadOnlyList<(StreamQuestion Question, int Number)> WithoutTooOld(
        FeatureView view, OfflineHorizon? horizon, IReadOnlyList<(StreamQuestion Question, int Number)> asked)
    {
        if (horizon is null)
        {
            return asked;
        }

        var kept = asked.Where(question => KeptHistory.Answers(horizon, [], question.Question.Time, question.Question.KnownAt, long.MaxValue)).ToList();
        if (kept.Count < asked.Count)
        {
            Log.JoinedWithoutHistory(logger, asked.Count - kept.Count, view.Id.ToString(), horizon.Time.ToString());
        }

        return kept;
    }

    private static PastRange RangeOf(PointInTimeRules rules, IReadOnlyList<(StreamQuestion Question, int Number)> asked)
    {
        var (first, last) = (asked.Min(static asked => asked.Question.Time), asked.Max(static asked => asked.Question.Time));
        return new PastRange
        {
            From = new Instant(rules.OldestFor(first.UnixMicroseconds)),
            Through = new Instant(last.UnixMicroseconds - rules.Step),
            LastArrival = asked.Max(static asked => asked.Question.KnownAt),
            PassedTime = new Instant(first.UnixMicroseconds - rules.Step),
            PassedArrival = asked.Min(static asked => asked.Question.KnownAt),
        };
    }
}

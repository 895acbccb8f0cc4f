using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Trials;
using Ingestion.Pipelines;
using Ingestion.Ports;

namespace Ingestion.Trials;

/// <summary>Tries views on the newest events of their source before they are in force; nothing is written. One trial runs at a time, the others wait. Thread-safe.</summary>
public sealed class ViewTrials(IEventLog log, ISourceRegistry sources, TimeProvider clock) : IDisposable
{
    /// <summary>How many events are read, shared out over the partitions.</summary>
    public const int MaxEvents = 50_000;

    /// <summary>How many keys are computed.</summary>
    public const int MaxKeys = 3;

    private const int Batch = 2_000;

    private readonly SemaphoreSlim _running = new(1, 1);

    /// <summary>Tries a view.</summary>
    /// <param name="view">The view, compiled; its source must be in force.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IngestionException">The log cannot be read.</exception>
    /// <exception cref="FeatureStore.FeatureStoreException">The view cannot be computed.</exception>
    public async Task<TrialOutcome> RunAsync(FeatureView view, CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Decoding and computing must not hold the caller's thread, which may be a page's.
            return await Task.Run(() => TryAsync(view, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _running.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _running.Dispose();

    private async Task<TrialOutcome> TryAsync(FeatureView view, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var projector = new EventProjector(view, sources);
        var ranges = await GetRangesAsync(view.Source, cancellationToken).ConfigureAwait(false);
        var keys = await FindKeysAsync(view, projector, ranges, cancellationToken).ConfigureAwait(false);
        var trial = new ViewTrial(view, keys);
        var (events, skipped, newest) = (0L, 0L, new Instant(long.MinValue));
        foreach (var range in ranges)
        {
            for (var next = range.First; next < range.End;)
            {
                var records = await ReadAsync(view.Source, range with { First = next }, cancellationToken).ConfigureAwait(false);
                if (records.Count == 0)
                {
                    break;
                }

                var rows = ProjectedRows.Of(projector, records, countFrom: 0);
                await trial.TakeAsync(range.Partition, rows.Online, rows.Offline, cancellationToken).ConfigureAwait(false);
                (events, skipped, next) = (events + records.Count, skipped + rows.Counts.Skipped, records[^1].Offset + 1);
                newest = rows.NewestEventTime > newest ? rows.NewestEventTime.Value : newest;
            }
        }

        var now = Instant.Now(clock);
        var asOf = newest < now && newest.UnixMicroseconds > long.MinValue ? newest : now;
        var columns = keys.Count == 0 ? [] : await trial.ReadAsync(asOf, cancellationToken).ConfigureAwait(false);
        return new TrialOutcome(keys, columns, asOf, events, ranges.TrueForAll(static range => range.First == 0), skipped, clock.GetElapsedTime(start));
    }

    private async Task<List<Range>> GetRangesAsync(string source, CancellationToken cancellationToken)
    {
        var ranges = new List<Range>();
        var partitions = await log.GetPartitionCountAsync(source, cancellationToken).ConfigureAwait(false);
        for (var partition = 0; partition < partitions; partition++)
        {
            var end = await log.GetEndOffsetAsync(source, partition, cancellationToken).ConfigureAwait(false);
            if (end > 0)
            {
                ranges.Add(new Range(partition, Math.Max(0, end - (MaxEvents / partitions)), end));
            }
        }

        return ranges;
    }

    /// <summary>The keys of the last events of each partition, in turn.</summary>
    private async Task<List<Value[]>> FindKeysAsync(FeatureView view, EventProjector projector, List<Range> ranges, CancellationToken cancellationToken)
    {
        var found = new List<(Instant Time, Value[] Key)>();
        foreach (var range in ranges)
        {
            var records = await ReadAsync(view.Source, range with { First = Math.Max(range.First, range.End - Batch) }, cancellationToken).ConfigureAwait(false);
            var rows = ProjectedRows.Of(projector, records, countFrom: 0).Online;
            found.AddRange(rows.Reverse().DistinctBy(row => EntityKey.Create(view.Entities, row.KeyValues)).Take(MaxKeys).Select(static row => (row.EventTime, row.KeyValues)));
        }

        return [.. found.OrderByDescending(static key => key.Time).Take(MaxKeys).Select(static key => key.Key)];
    }

    private ValueTask<IReadOnlyList<LogRecord>> ReadAsync(string source, Range range, CancellationToken cancellationToken)
        => log.ReadAsync(source, range.Partition, range.First, (int)Math.Min(Batch, range.End - range.First), cancellationToken);

    /// <summary>The sequences [First, End) of a partition.</summary>
    private sealed record Range(int Partition, long First, long End);
}

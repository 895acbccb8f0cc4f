using System.Globalization;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.DuckDb.Tests.Erasures;
using FeatureStore.DuckDb.Tests.Proof;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Retention;
using FeatureStore.Rows;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Tests.Retention;

/// <summary>Two stores of the same log: one keeps three days, the other everything, so that both can be asked the same.</summary>
internal sealed class RetentionFixture(params FeatureView[] views) : IAsyncDisposable
{
    internal const int Keys = 6;

    internal static readonly TimeSpan Kept = TimeSpan.FromDays(3);

    private readonly TempDirectory _directory = new();
    private int _questions;

    internal ErasureFixture Cut { get; } = new(views);

    internal ErasureFixture Whole { get; } = new(views);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Events of some weeks: in disorder, with ties, nulls and repetitions, some far too late, some from the future.</summary>
    internal static List<FeatureRow> LogOf(FeatureView view, Random random, int count)
    {
        const int scale = 40;
        var from = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        return [.. ProofViews.Events(view, random, from, count, Keys).Select(row => row with { EventTime = from + ((row.EventTime - from) * scale), ArrivalTime = from + ((row.ArrivalTime - from) * scale) })];
    }

    /// <summary>Both stores get the events up to a sequence, and it is the moment after the last of them.</summary>
    internal async Task ArriveAsync(FeatureView view, List<FeatureRow> log, int end)
    {
        await Cut.ArriveAsync(view, log, end, flush: true);
        await Whole.ArriveAsync(view, log, end, flush: true);
        Set(log[end - 1].ArrivalTime + TimeSpan.FromSeconds(1));
    }

    internal void Set(Instant now)
    {
        Cut.Clock.Set(now.ToDateTimeOffset());
        Whole.Clock.Set(now.ToDateTimeOffset());
    }

    /// <summary>Retention of the one store, over its manifest or another that stands before it.</summary>
    internal OfflineRetention Retention(IOfflineManifest? manifest = null) => new(
        Cut.Get<IRetentionEngine>(),
        manifest ?? Cut.Manifest,
        Cut.Get<ReplacedFiles>(),
        Cut.Get<FeatureStoreMetrics>(),
        Cut.Clock,
        Options.Create(new FeatureStoreOptions { Offline = new OfflineStoreOptions { Retention = Kept } }),
        NullLogger<OfflineRetention>.Instance);

    /// <summary>The sequences of the rows of all keys, in order.</summary>
    internal static async Task<List<long>> SequencesAsync(ErasureFixture fixture, FeatureView view)
    {
        var sequences = new List<long>();
        for (var key = 0; key < Keys; key++)
        {
            sequences.AddRange((await fixture.ReadAsync(view, Value.Of((long)key))).Select(static row => row.Sequence));
        }

        return [.. sequences.Order()];
    }

    /// <summary>The rule over lists: a row is due when a later one of its key, by event time and sequence, also happened before the horizon and had arrived by then; where features take their own values, one for each that it has.</summary>
    internal static HashSet<long> DueOf(FeatureView view, IEnumerable<FeatureRow> log, Instant horizon)
    {
        var due = new HashSet<long>();
        foreach (var key in log.GroupBy(static row => row.KeyValues[0].AsInt64()))
        {
            var old = key.Where(row => row.EventTime < horizon).ToList();
            foreach (var row in old)
            {
                FeatureRow[] later = [.. old.Where(other => other.ArrivalTime <= horizon && (other.EventTime, other.Sequence).CompareTo((row.EventTime, row.Sequence)) > 0)];
                var own = view.NullPolicy == NullPolicy.NewestNonNull ? Enumerable.Range(0, view.Features.Count).Where(feature => !row.Values[feature].IsNull) : [];
                if (later.Length > 0 && own.All(feature => later.Any(other => !other.Values[feature].IsNull)))
                {
                    due.Add(row.Sequence);
                }
            }
        }

        return due;
    }

    /// <summary>What a training set of all keys at some times gives, row by row.</summary>
    internal async Task<List<string>> AskAsync(ErasureFixture fixture, FeatureView view, IReadOnlyList<Instant> times, Instant? known, bool byEntityTime)
    {
        var number = Interlocked.Increment(ref _questions);
        var frame = new StringBuilder("id,at\n");
        foreach (var time in times)
        {
            for (var key = 0; key <= Keys; key++)
            {
                frame.Append(CultureInfo.InvariantCulture, $"{key},{time}\n");
            }
        }

        var path = _directory.File(string.Create(CultureInfo.InvariantCulture, $"frame{number}.csv"));
        await File.WriteAllTextAsync(path, frame.ToString(), Token);
        using var reading = fixture.Get<ReplacedFiles>().BeginRead();
        var join = new TrainingJoin
        {
            Frame = new FrameFile(path, "frame.csv"),
            TimestampColumn = "at",
            Views = [new TrainingJoinView(view, await fixture.Manifest.GetSnapshotAsync(view.Id, Token), [.. view.Features.Select(static (feature, i) => (i, (string?)feature.Name))], ["id"])],
            AsKnownAt = known,
            AsKnownAtEntityTime = byEntityTime,
            OutputPath = _directory.File(string.Create(CultureInfo.InvariantCulture, $"result{number}.parquet")),
        };
        await fixture.Get<ITrainingSetEngine>().JoinAsync(join, progress: null, Token);
        return await fixture.Get<ITableReader>().ReadAsync(join.OutputPath, 0, Token).Select(static row => string.Join(' ', row)).ToListAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Cut.DisposeAsync();
        await Whole.DisposeAsync();
        _directory.Dispose();
    }
}

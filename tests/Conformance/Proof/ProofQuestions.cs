using System.Buffers;
using System.Runtime.CompilerServices;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace Conformance.Proof;

/// <summary>Questions about a log, with the answers that reading all of its rows gives.</summary>
/// <param name="view">The view.</param>
/// <param name="log">All rows, ascending by sequence.</param>
internal sealed class ProofQuestions(FeatureView view, FeatureRow[] log)
{
    private const long Minute = 60_000_000;

    /// <summary>A view that counts the events of an hour.</summary>
    internal static readonly FeatureView Counts = new()
    {
        Name = "counts",
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Source = "events",
        TimestampColumn = "at",
        Entities = [new Entity { Name = "e0", JoinKey = "k0", Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" }],
        Features =
        [
            new Feature
            {
                Name = "events_1h", Type = new DataType(ScalarType.Int64), From = string.Empty,
                Aggregation = new Aggregation("count", null, null, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), null),
            },
        ],
    };

    private readonly LookupShape _shape = new(
        null, view.Id, view.Ttl, view.StrictBefore, [.. view.Features.Select(static feature => feature.Name)], view.NullPolicy == NullPolicy.NewestNonNull ? view.Features.Count : 0);

    private readonly ILookup<EntityKey, FeatureRow> _byKey = log.ToLookup(row => EntityKey.Create(view.Entities, row.KeyValues));

    private readonly List<LoggedLookup> _lookups = [];

    internal FeatureView View => view;

    internal FeatureRow[] Log => log;

    /// <summary>Thrown after the last question; null for none.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Rows of <see cref="Counts"/>, whose one value says that none is late.</summary>
    internal static FeatureRow[] Counted((long Key, long Minute)[] events)
        => [.. events.Select(static (item, i) => new FeatureRow([Value.Of(item.Key)], new Instant(item.Minute * Minute), new Instant(i), i, [Value.Of(false)]))];

    internal ProofQuestions Ask(long key, long time, params long[] seen) => Ask([Value.Of(key)], time, seen);

    /// <summary>Adds a lookup that saw the rows of a key up to some sequences, one for each of its stored rows.</summary>
    internal ProofQuestions Ask(Value[] key, long time, params long[] seen)
    {
        var answers = view.Features.Index().Select(feature => Answer(key, time, seen, feature.Index)).ToArray();
        _lookups.Add(new LoggedLookup
        {
            Number = _lookups.Count,
            Shape = _shape,
            Key = EntityKey.Create(view.Entities, key),
            Time = new Instant(time),
            Applied = 0,
            Seen = seen,
            Values = [.. answers.Select(static answer => answer.Value)],
            Statuses = [.. answers.Select(static answer => answer.Status)],
            EventTimes = [.. answers.Select(static answer => answer.EventTime)],
        });
        return this;
    }

    /// <summary>Makes a lookup say something else.</summary>
    internal void Change(int lookup, int feature, Value value)
    {
        Value[] values = [.. _lookups[lookup].Values];
        values[feature] = value;
        _lookups[lookup] = _lookups[lookup] with { Values = values };
    }

    internal async Task<ViewAgreement> RunAsync(IProofEngine engine, OfflineSnapshot snapshot, IProgress<long>? answered, CancellationToken cancellationToken)
    {
        var tally = new ViewTally(view.Id, maxRows: 10);
        await engine.RunAsync(view, snapshot, AskAllAsync(cancellationToken), new LookupSweep(view, [_shape], tally), answered, cancellationToken);
        return tally.Build(_shape.Features, snapshot.Files.Count, snapshot.Number, default);
    }

    private async IAsyncEnumerable<ProofQuestion> AskAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var body = new ArrayBufferWriter<byte>();
        foreach (var lookup in _lookups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            body.ResetWrittenCount();
            LookupCodec.WriteLookup(body, 0, lookup);
            Value[] key = [.. lookup.Key.Decode().OrderBy(static part => part.Key, StringComparer.Ordinal).Select(static part => part.Value)];
            foreach (var bound in Enumerable.Range(0, lookup.Seen.Length).Select(lookup.BoundOf).Distinct())
            {
                yield return new ProofQuestion(lookup.Number, key, bound, lookup.Time.UnixMicroseconds, body.WrittenSpan.ToArray());
            }
        }

        if (Failure is not null)
        {
            throw Failure;
        }
    }

    private ServedValue Answer(Value[] key, long time, long[] seen, int feature)
    {
        var known = _byKey[EntityKey.Create(view.Entities, key)];
        var step = view.StrictBefore ? 1 : 0;
        var newest = NewestOf(known, seen[0], static _ => true);
        if (newest is not { } row)
        {
            return ServedValue.Missing;
        }

        if (view.Features[feature].Aggregation is not null)
        {
            var at = Math.Max(time, row.EventTime.UnixMicroseconds + step);
            var start = Math.DivRem(at - (60 * Minute), 5 * Minute).Quotient * 5 * Minute;
            return ServedValue.Of(Value.Of(known.LongCount(item => item.Sequence <= seen[0] && item.EventTime.UnixMicroseconds > start && item.EventTime.UnixMicroseconds <= at)), row.EventTime);
        }

        if (seen.Length > 1)
        {
            var own = NewestOf(known, seen[1 + feature], item => !item.Values[feature].IsNull);
            return own is { } found && IsYoung(found, time, step) ? ServedValue.Of(found.Values[feature], found.EventTime)
                : IsYoung(row, time, step) ? ServedValue.Of(Value.Null, row.EventTime)
                : new ServedValue(FieldStatus.OutsideMaxAge, row.EventTime, Value.Null);
        }

        return IsYoung(row, time, step) ? ServedValue.Of(row.Values[feature], row.EventTime) : new ServedValue(FieldStatus.OutsideMaxAge, row.EventTime, Value.Null);
    }

    private bool IsYoung(FeatureRow row, long time, long step)
        => view.Ttl == TimeSpan.Zero || row.EventTime.UnixMicroseconds >= Math.Max(time, row.EventTime.UnixMicroseconds + step) - (view.Ttl.Ticks / TimeSpan.TicksPerMicrosecond);

    private static FeatureRow? NewestOf(IEnumerable<FeatureRow> rows, long bound, Predicate<FeatureRow> isWanted)
        => rows.Where(row => row.Sequence <= bound && isWanted(row)).Select(static row => (FeatureRow?)row).MaxBy(static row => (row!.Value.EventTime, row.Value.Sequence));
}

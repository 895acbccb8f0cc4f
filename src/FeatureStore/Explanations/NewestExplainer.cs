using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;

namespace FeatureStore.Explanations;

/// <summary>Explains a newest value: which row answers, and why those near it do not. Ages come from <see cref="PointInTimeRules"/>, as everywhere.</summary>
internal sealed class NewestExplainer
{
    /// <summary>How many rows are shown that were known, that were not, and that came after the moment.</summary>
    private const int Neighbours = 5;

    private readonly FeatureView _view;
    private readonly Feature _feature;
    private readonly Moment _moment;
    private readonly PointInTimeRules _rules;

    internal NewestExplainer(FeatureView view, int feature, Moment moment)
    {
        (_view, _feature, _moment, _rules) = (view, view.Features[feature], moment, PointInTimeRules.OfLookups(view));
        var columns = new ViewColumns(view);
        Columns = [columns.All[columns.PlaceOf(feature)]];
    }

    /// <summary>The columns that it needs of each row.</summary>
    internal IReadOnlyList<ViewColumn> Columns { get; }

    internal async Task<(ServedValue Value, NewestExplanation Explanation)> ExplainAsync(IKeyRows rows, CancellationToken cancellationToken)
    {
        var visible = new KeyRange { Through = _moment.LastVisible(_rules), Known = _moment.Known, NewestFirst = true, Limit = Neighbours + 1 };
        var known = await ReadAsync(rows, visible, cancellationToken).ConfigureAwait(false);
        var own = _view.NullPolicy == NullPolicy.NewestNonNull
            ? await ReadAsync(rows, visible with { NotNull = 0, Limit = 1 }, cancellationToken).ConfigureAwait(false)
            : known.GetRange(0, Math.Min(1, known.Count));
        var unknown = await ReadAsync(rows, visible with { IsUnknown = true, Limit = Neighbours }, cancellationToken).ConfigureAwait(false);
        var later = visible.Through is null ? []
            : await ReadAsync(rows, new KeyRange { After = visible.Through, Limit = Neighbours }, cancellationToken).ConfigureAwait(false);

        var (value, answer) = Answer(known, own);
        var listed = known.Concat(own).DistinctBy(static row => row.Sequence).Select(row => Judge(row, OutcomeOf(row, answer, value)))
            .Concat(unknown.Select(static row => Judge(row, EventOutcome.NotKnown)))
            .Concat(later.Select(row => Judge(row, _moment.Known.Has(row) ? EventOutcome.AfterMoment : EventOutcome.NotKnown)));
        var explanation = new NewestExplanation
        {
            From = _feature.From,
            Ttl = _view.Ttl,
            OldestAllowed = _view.Ttl == TimeSpan.Zero ? null : new Instant(_rules.OldestFor(_moment.Time.UnixMicroseconds)),
            IsStrictlyBefore = _view.StrictBefore,
            NullPolicy = _view.NullPolicy,
            RowCount = await rows.CountAsync(new KeyRange(), cancellationToken).ConfigureAwait(false),
            Rows = [.. listed.OrderBy(static row => row.EventTime).ThenBy(static row => row.Sequence)],
        };
        return (value, explanation);
    }

    /// <summary>As in lookups: a feature whose newest value is too old is null as long as the key has any row in its age.</summary>
    private (ServedValue Value, KeyRow? Row) Answer(List<KeyRow> known, List<KeyRow> own)
    {
        var time = _moment.Time.UnixMicroseconds;
        if (known.Count == 0)
        {
            return (ServedValue.Missing, null);
        }

        if (own.Count > 0 && SnapshotOf(own[0], own[0].Values[0]) is var snapshot && (snapshot.Reaches(_rules, time) || _view.NullPolicy == NullPolicy.Newest))
        {
            return (snapshot.ValueAt(_rules, time), own[0]);
        }

        return (SnapshotOf(known[0], Value.Null).ValueAt(_rules, time), known[0]);
    }

    private static EventOutcome OutcomeOf(in KeyRow row, KeyRow? answer, in ServedValue value)
    {
        if (answer is not { } winner)
        {
            return EventOutcome.Older;
        }

        if (row.Sequence == winner.Sequence)
        {
            return value.Status == Serving.FieldStatus.OutsideMaxAge ? EventOutcome.TooOld : EventOutcome.Answers;
        }

        var isNewer = row.EventTime > winner.EventTime || (row.EventTime == winner.EventTime && row.Sequence > winner.Sequence);
        return isNewer ? EventOutcome.NullPassedOver
            : row.EventTime == winner.EventTime ? EventOutcome.LostTie
            : EventOutcome.Older;
    }

    private static NewestRow.Snapshot SnapshotOf(in KeyRow row, Value value) => new(HasRow: true, row.EventTime.UnixMicroseconds, value);

    private static ExplainedEvent Judge(in KeyRow row, EventOutcome outcome)
        => new(row.EventTime, row.ArrivalTime, row.Sequence, outcome, IsTooLate: false, Condition: Value.Null, row.Values[0], Inputs: []);

    private static async Task<List<KeyRow>> ReadAsync(IKeyRows rows, KeyRange range, CancellationToken cancellationToken)
    {
        var read = new List<KeyRow>();
        await foreach (var row in rows.ReadAsync(range, cancellationToken).ConfigureAwait(false))
        {
            read.Add(row);
        }

        return read;
    }
}

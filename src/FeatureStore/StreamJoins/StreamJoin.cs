using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.StreamJoins;

/// <summary>
/// Joins events of a stream with a view: for an event of time t that arrived at a the newest row by (event time, sequence) that t sees and that had arrived by a. The row in the online store
/// answers where it is that row; the offline files answer otherwise. Both give the same, so it does not matter when an event is joined. Thread-safe.
/// </summary>
public sealed class StreamJoin
{
    private readonly IOnlineStore _online;
    private readonly PastJoin _past;
    private readonly IOneSidedKeys? _oneSided;

    internal StreamJoin(IOnlineStore online, PastJoin past, IOneSidedKeys? oneSided) => (_online, _past, _oneSided) = (online, past, oneSided);

    /// <summary>Answers questions. Everything that had arrived by the latest of their moments must be in the online store.</summary>
    /// <param name="view">The view version; kept offline, its null policy the newest row.</param>
    /// <param name="features">Names of the features wanted; none an aggregate.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="makeDurable">Brings what had arrived into the offline files, too; asked for only where they are read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>For each question the values in the order of <paramref name="features"/>; null where no row answers.</returns>
    /// <exception cref="FeatureStoreException">A store failed.</exception>
    public async Task<Value[]?[]> FindAsync(
        FeatureView view,
        IReadOnlyList<string> features,
        IReadOnlyList<StreamQuestion> questions,
        Func<CancellationToken, Task> makeDurable,
        CancellationToken cancellationToken)
    {
        var answers = new Value[]?[questions.Count];
        var columns = new ViewColumns(view);
        int[] places = [.. features.Select(feature => columns.PlaceOf(PlaceIn(view, feature)))];
        var open = view.Online
            ? await AskOnlineAsync(view, places, questions, answers, cancellationToken).ConfigureAwait(false)
            : [.. Enumerable.Range(0, questions.Count)];
        if (open.Count > 0)
        {
            await makeDurable(cancellationToken).ConfigureAwait(false);
            await _past.FindAsync(
                view,
                [.. places.Select(place => columns.All[place])],
                open.ConvertAll(number => (questions[number], number)),
                (number, row) => answers[number] = row.Values,
                cancellationToken).ConfigureAwait(false);
        }

        return answers;
    }

    private static int PlaceIn(FeatureView view, string feature)
        => view.Features.Index().First(entry => entry.Item.Name == feature).Index;

    /// <summary>Answers what the newest rows answer; gives the numbers of the other questions.</summary>
    private async Task<List<int>> AskOnlineAsync(
        FeatureView view, int[] places, IReadOnlyList<StreamQuestion> questions, Value[]?[] answers, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(0, questions.Count).GroupBy(number => EntityKey.Create(view.Entities, questions[number].Key)).ToList();
        EntityKey[] keys = [.. numbers.Select(static group => group.Key)];
        var rows = new ReadOnlyMemory<byte>[keys.Length];
        await _online.ReadAsync(keys, [new OnlineLayout(view).Row], rows, cancellationToken).ConfigureAwait(false);

        // Read after the rows: an event of one store only is noted before it is written, so that none is taken for one of both.
        var oneSided = _oneSided is null ? null : await _oneSided.ListAsync(view.Id, cancellationToken).ConfigureAwait(false);
        var (open, rules) = (new List<int>(), PointInTimeRules.OfLookups(view));
        for (var key = 0; key < keys.Length; key++)
        {
            if (oneSided?.ContainsKey(keys[key]) == true)
            {
                open.AddRange(numbers[key]);
            }
            else if (!rows[key].IsEmpty)
            {
                Ask(rows[key].Span, places, rules, numbers[key].Select(number => (questions[number], number)), answers, open);
            }
        }

        return open;
    }

    /// <summary>A row without an event is no history: what it hides is asked of the files.</summary>
    private static void Ask(
        ReadOnlySpan<byte> row, int[] places, PointInTimeRules rules, IEnumerable<(StreamQuestion Question, int Number)> questions, Value[]?[] answers, List<int> open)
    {
        var all = new Value[places.Max() + 1];
        var head = OnlineRowCodec.Decode(row, all);
        Value[] values = [.. places.Select(place => all[place])];
        var visibleFrom = rules.VisibleFrom(head.EventTime.UnixMicroseconds, head.ArrivalTime.UnixMicroseconds);
        foreach (var (question, number) in questions)
        {
            if (head.IsWrittenDirectly || question.Time.UnixMicroseconds < visibleFrom || question.KnownAt < head.ArrivalTime)
            {
                open.Add(number);
            }
            else if (rules.Reaches(head.EventTime.UnixMicroseconds, question.Time.UnixMicroseconds))
            {
                answers[number] = values;
            }
        }
    }
}

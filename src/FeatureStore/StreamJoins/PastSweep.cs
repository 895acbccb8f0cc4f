using FeatureStore.PointInTime;
using FeatureStore.Ports;

namespace FeatureStore.StreamJoins;

/// <summary>
/// Answers the questions about one key from its rows, which come in the order of (event time, sequence): the newest row that the time of a question sees and that had arrived when it was asked.
/// Rows that no question can tell apart by their arrival replace each other, so that no more rows are held than there are different arrivals among the questions. Used again for the next
/// key. Not thread-safe.
/// </summary>
internal sealed class PastSweep(PointInTimeRules rules)
{
    private readonly List<long> _arrivals = [];

    // From the oldest to the newest row; each arrived later, by the arrivals of the questions, than those before it. One that arrived no later than an older one makes that one useless.
    private readonly List<(int Rank, KeyRow Row)> _rows = [];
    private IReadOnlyList<(StreamQuestion Question, int Number)> _questions = [];
    private Action<int, KeyRow> _answer = static (_, _) => { };
    private int _next;

    /// <param name="questions">The questions about the key with their numbers, ordered by time.</param>
    /// <param name="answer">Is told the number and the row of each question that has an answer.</param>
    internal void Begin(IReadOnlyList<(StreamQuestion Question, int Number)> questions, Action<int, KeyRow> answer)
    {
        (_questions, _answer, _next) = (questions, answer, 0);
        _rows.Clear();
        _arrivals.Clear();
        _arrivals.AddRange(questions.Select(static asked => asked.Question.KnownAt.UnixMicroseconds).Distinct().Order());
    }

    /// <summary>Takes the next row.</summary>
    internal void Take(in KeyRow row)
    {
        AnswerUntil(rules.VisibleFrom(row.EventTime.UnixMicroseconds, row.ArrivalTime.UnixMicroseconds));
        var rank = RankOf(row.ArrivalTime.UnixMicroseconds);
        if (rank < _arrivals.Count)
        {
            while (_rows.Count > 0 && _rows[^1].Rank >= rank)
            {
                _rows.RemoveAt(_rows.Count - 1);
            }

            _rows.Add((rank, row));
        }
    }

    /// <summary>No row comes any more.</summary>
    internal void End() => AnswerUntil(PointInTimeRules.Never);

    private void AnswerUntil(long visibleFrom)
    {
        for (; _next < _questions.Count; _next++)
        {
            var (question, number) = _questions[_next];
            var time = question.Time.UnixMicroseconds;
            if (time >= visibleFrom && visibleFrom != PointInTimeRules.Never)
            {
                return;
            }

            if (FindNewest(RankOf(question.KnownAt.UnixMicroseconds)) is { } row && rules.Reaches(row.EventTime.UnixMicroseconds, time))
            {
                _answer(number, row);
            }
        }
    }

    /// <summary>The place of the first question's arrival that is not before this one; their count when there is none.</summary>
    private int RankOf(long arrival) => _arrivals.BinarySearch(arrival) is >= 0 and var place ? place : ~_arrivals.BinarySearch(arrival);

    private KeyRow? FindNewest(int rank)
    {
        var (low, high) = (0, _rows.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _rows[middle].Rank <= rank ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null : _rows[low - 1].Row;
    }
}

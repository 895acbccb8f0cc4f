using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training.Sorting;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Training;

/// <summary>Runs through the sorted events and the rows of neighbouring keys at once and writes the values of the rows. One key's windows are held. Several run side by side; each is not thread-safe.</summary>
/// <param name="events">Reads the events.</param>
/// <param name="sweep">Computes.</param>
/// <param name="types">Types of the values.</param>
/// <param name="inputs">How many inputs an event has.</param>
internal sealed class WindowSweeper(WindowEvents events, WindowSweep sweep, IReadOnlyList<DataType> types, int inputs)
{
    private readonly Value[] _values = new Value[types.Count];
    private readonly Value[] _inputs = new Value[inputs];
    private int _key = -1;

    /// <summary>Rows that were answered.</summary>
    internal long Answered { get; private set; }

    /// <summary>Takes the next events, in the order of (key, moment), and answers the rows before them.</summary>
    internal void Take(SortedEvents sorted, AskedRows asked, DuckDbAppender found)
    {
        for (var i = 0; i < sorted.Count; i++)
        {
            var row = sorted[i];
            AnswerBefore(asked, EventRow.KeyOf(row), WindowEvents.MomentOf(row), found);
            events.Feed(row, _inputs, sweep);
        }
    }

    /// <summary>Answers the rows that are left.</summary>
    internal void Complete(AskedRows asked, DuckDbAppender found)
    {
        AnswerBefore(asked, int.MaxValue, long.MaxValue, found);
        found.Complete();
    }

    /// <summary>Answers what is asked before a step and goes to the step's key.</summary>
    private void AnswerBefore(AskedRows asked, int key, long moment, DuckDbAppender found)
    {
        while (asked.IsBefore(key, moment))
        {
            GoTo(asked.Key);
            Answered += sweep.Read(asked.Time, _values) ? 1 : 0;
            Append(found, asked.Ordinal);
            asked.Advance();
        }

        GoTo(key);
    }

    private void GoTo(int key)
    {
        if (_key != key)
        {
            _key = key;
            sweep.BeginKey();
        }
    }

    private void Append(DuckDbAppender found, long ordinal)
    {
        found.Set(0, ordinal);
        for (var i = 0; i < _values.Length; i++)
        {
            found.Set(1 + i, _values[i]);
        }

        found.EndRow();
    }
}

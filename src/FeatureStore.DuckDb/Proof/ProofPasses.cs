using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.DuckDb.Training;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Proof;

/// <summary>Runs through rows and questions in their order, as often as questions were put off. Nothing is held but what the sweep holds of one key.</summary>
internal sealed class ProofPasses
{
    private const int RowKind = 0;
    private const int QuestionKind = 1;
    private const int FirstValue = 6;

    private readonly DuckDbConnection _connection;
    private readonly HistoryFiles _history;
    private readonly LookupSweep _sweep;
    private readonly ViewColumn[] _columns;
    private readonly DataType[] _types;
    private readonly List<long> _putOff = [];
    private Value[] _values = [];
    private long _key;
    private long _answered;

    internal ProofPasses(DuckDbConnection connection, HistoryFiles history, LookupSweep sweep)
    {
        (_connection, _history, _sweep) = (connection, history, sweep);
        var all = new ViewColumns(history.View).All;
        _columns = [.. sweep.Columns.Select(place => all[place])];
        _types = [.. _columns.Select(static column => column.Type)];
    }

    internal void Run(QuestionTable questions, IProgress<long>? answered, CancellationToken cancellationToken)
    {
        do
        {
            _putOff.Clear();
            Pass(questions, answered, cancellationToken);
            if (_putOff.Count > 0)
            {
                questions.AskAgain(_putOff, cancellationToken);
            }
        }
        while (_putOff.Count > 0);
    }

    private void Pass(QuestionTable questions, IProgress<long>? answered, CancellationToken cancellationToken)
    {
        _key = -1;
        using var reader = _connection.Query(SelectInOrder(questions), cancellationToken);
        while (reader.ReadChunk(out var chunk))
        {
            Take(chunk);
            answered?.Report(_answered);
        }
    }

    private void Take(DuckDbChunk chunk)
    {
        var keys = chunk[0].Data<long>();
        var places = chunk[1].Data<long>();
        var kinds = chunk[2].Data<int>();
        var times = chunk[3].Data<long>();
        var numbers = chunk[4].Data<long>();
        ValueReading.ReadRows(chunk, FirstValue, _types, ref _values);
        for (var row = 0; row < chunk.RowCount; row++)
        {
            if (keys[row] != _key)
            {
                _key = keys[row];
                _sweep.BeginKey(_key);
            }

            if (kinds[row] == RowKind)
            {
                _sweep.Add(times[row], places[row], _values.AsSpan(row * _types.Length, _types.Length));
            }
            else if (_sweep.Ask(numbers[row], places[row], chunk[5].GetBytes(row)))
            {
                _answered++;
            }
            else
            {
                _putOff.Add(numbers[row]);
            }
        }
    }

    private string SelectInOrder(QuestionTable questions)
    {
        var none = string.Concat(_columns.Select(static (column, i) => string.Create(CultureInfo.InvariantCulture, $", CAST(NULL AS {DuckDbTypes.SqlName(column.Type)}) AS v{i}")));
        var asked = questions.Select(QuestionKind, none);
        if (_history.IsEmpty)
        {
            return $"{asked} ORDER BY key, place, kind, moment";
        }

        var values = string.Concat(_columns.Select(static (column, i) => string.Create(CultureInfo.InvariantCulture, $", h.{Sql.Name(column.Name)} AS v{i}")));
        var rows = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {QuestionTable.KeyTable}.rowid AS key, h.{OfflineColumns.Sequence} AS place, {RowKind} AS kind, epoch_us(h.{OfflineColumns.EventTime}) AS moment, 0::BIGINT AS number, CAST(NULL AS BLOB) AS body{values} " +
            $"FROM {_history.From} JOIN {QuestionTable.KeyTable} ON {_history.HasKey} WHERE h.{OfflineColumns.Sequence} <= {questions.LastBound}");
        return $"SELECT * FROM ({rows} UNION ALL {asked}) ORDER BY key, place, kind, moment";
    }
}

using System.Globalization;
using Catalog.Core.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Native;
using FeatureStore.Ports;
using FeatureStore.Retention;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// An entity frame in a table of the join: the file's columns c0, c1, ... as they are, the time T as <c>t</c> in microseconds, and each join key that a
/// view needs, or request value that an on-demand view needs, as k0, k1, ... in its type. Row ids count from 0 in the order of the file.
/// </summary>
internal sealed class EntityFrame
{
    /// <summary>Name of the table.</summary>
    internal const string Table = "entity_frame";

    private static readonly DataType TimeType = new(ScalarType.Timestamp);

    private readonly FrameSource _source;
    private readonly int _timeColumn;
    private readonly List<FrameKey> _keys = [];

    private EntityFrame(FrameSource source, TrainingJoin join)
    {
        _source = source;
        _timeColumn = IndexOf(join.TimestampColumn, "timestamp");
        foreach (var view in join.Views)
        {
            for (var i = 0; i < view.KeyColumns.Count; i++)
            {
                AddKey(view.KeyColumns[i], view.View.Entities[i].Type, $"join key '{view.View.Entities[i].JoinKey}'");
            }
        }

        foreach (var view in join.OnDemand)
        {
            foreach (var input in view.Inputs.Where(static input => input.FrameColumn is not null))
            {
                AddKey(input.FrameColumn!, view.Plan.Inputs[input.Place].Type, $"request value '{input.FrameColumn}'"); // Filtered to those that have one.
            }
        }
    }

    /// <summary>Rows of the frame.</summary>
    internal long RowCount { get; private set; }

    /// <summary>The smallest time T.</summary>
    internal Instant FirstTime { get; private set; }

    /// <summary>The largest time T.</summary>
    internal Instant LastTime { get; private set; }

    /// <summary>Columns of the frame with the type each is written as, and the expression that gives it.</summary>
    internal IEnumerable<(TableColumn Column, string Expression)> OutputColumns => _source.Columns.Select(OutputColumn);

    /// <summary>Reads the file of <paramref name="join"/> into the table and checks every time and key in it.</summary>
    /// <exception cref="FeatureStoreException">The frame cannot be used; the message names row and column.</exception>
    /// <exception cref="DuckDbException">DuckDB cannot read it.</exception>
    internal static EntityFrame Load(DuckDbConnection connection, TrainingJoin join, CancellationToken cancellationToken)
    {
        var frame = new EntityFrame(FrameSource.Open(connection, join.Frame, cancellationToken), join);
        frame.RowCount = connection.Execute(frame.CreateTable(), cancellationToken);
        if (frame.RowCount == 0)
        {
            throw frame.Invalid("it has no rows. Give at least one row with the join keys and a timestamp.");
        }

        frame.CheckTimes(connection, cancellationToken);
        foreach (var key in frame._keys)
        {
            frame.CheckKey(connection, key, cancellationToken);
        }

        frame.CheckLargeNumbers(connection, cancellationToken);
        foreach (var view in join.Views)
        {
            frame.CheckKept(connection, view, cancellationToken);
        }

        return frame;
    }

    /// <summary>The columns of the table that hold the join keys of <paramref name="view"/>.</summary>
    internal IReadOnlyList<string> KeyColumns(TrainingJoinView view)
        => [.. view.KeyColumns.Select((name, i) => ColumnAs(name, view.View.Entities[i].Type))];

    /// <summary>The column of the table that holds a join key or a request value in its type.</summary>
    internal string ColumnAs(string name, DataType type) => KeyName(FindKey(IndexOf(name, "key"), type));

    private static string KeyName(int key) => string.Create(CultureInfo.InvariantCulture, $"k{key}");

    private static string ColumnName(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    private string CreateTable()
    {
        var time = FrameConversion.ToMicroseconds(_source.As(TimeType, _source.Expressions[_timeColumn]), _source.StoredTypes[_timeColumn]) ?? throw Invalid(
            $"its timestamp column '{_source.Columns[_timeColumn].Name}' has the type {_source.StoredTypes[_timeColumn]}. " +
            "Give timestamps, dates, or text such as 2011-12-09T12:50:00Z.");
        var columns = _source.Columns.Select((column, i) => $"{_source.As(column.Type, _source.Expressions[i])} AS {ColumnName(i)}")
            .Append($"{time} AS t")
            .Concat(_keys.Select(static (key, i) => $"{key.Expression} AS {KeyName(i)}"));
        return $"CREATE TABLE {Table} AS SELECT {Sql.List(columns)} FROM {_source.From}";
    }

    private void AddKey(string columnName, DataType type, string purpose)
    {
        var column = IndexOf(columnName, purpose);
        if (FindKey(column, type) < 0)
        {
            var expression = FrameConversion.To(type, _source.As(type, _source.Expressions[column]), _source.StoredTypes[column]) ?? throw Invalid(
                $"its column '{columnName}' has the type {_source.StoredTypes[column]}, which cannot hold the {purpose} of type '{type}'.");
            _keys.Add(new FrameKey(column, purpose, type, expression));
        }
    }

    private int FindKey(int column, DataType type) => _keys.FindIndex(key => key.Column == column && key.Type == type);

    private int IndexOf(string name, string purpose)
    {
        for (var i = 0; i < _source.Columns.Count; i++)
        {
            if (_source.Columns[i].Name == name)
            {
                return i;
            }
        }

        throw Invalid($"it has no column '{name}' for the {purpose}. Its columns are {NameList.Of([.. _source.Columns.Select(static column => column.Name)])}.");
    }

    private void CheckTimes(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        ThrowForRow(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"t IS NULL OR t NOT BETWEEN {Instant.MinValue.UnixMicroseconds} AND {Instant.MaxValue.UnixMicroseconds}"),
            _timeColumn,
            "is no timestamp of the years 1 to 9999. Give text such as 2011-12-09T12:50:00Z; without an offset it is taken as UTC.",
            cancellationToken);
        using var reader = connection.Query($"SELECT min(t), max(t) FROM {Table}", cancellationToken);
        if (reader.ReadChunk(out var chunk))
        {
            FirstTime = new Instant(chunk[0].GetInt64(0));
            LastTime = new Instant(chunk[1].GetInt64(0));
        }
    }

    private void CheckKey(DuckDbConnection connection, FrameKey key, CancellationToken cancellationToken)
        => ThrowForRow(
            connection,
            $"{_source.As(key.Type, ColumnName(key.Column))} IS NOT NULL AND {KeyName(FindKey(key.Column, key.Type))} IS NULL",
            key.Column,
            $"is no {key.Type}, the type of the {key.Purpose}.",
            cancellationToken);

    /// <summary>Columns that go into the training set as they are have int64 for the largest whole numbers.</summary>
    private void CheckLargeNumbers(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _source.Columns.Count; i++)
        {
            var stored = _source.StoredTypes[i].Element ?? _source.StoredTypes[i];
            if (stored.Id == DuckDbType.UBigInt && i != _timeColumn && !_keys.Exists(key => key.Column == i))
            {
                var largest = _source.StoredTypes[i].Element is null ? ColumnName(i) : $"list_max({ColumnName(i)})";
                ThrowForRow(
                    connection, $"{largest} > {long.MaxValue}", i, $"is above {long.MaxValue}, the largest whole number of a training set. Give the column as text, or leave it out.", cancellationToken);
            }
        }
    }

    /// <summary>Refuses rows whose values would need events that are not kept any longer.</summary>
    private void CheckKept(DuckDbConnection connection, TrainingJoinView view, CancellationToken cancellationToken)
    {
        if (view.Snapshot.Horizon is not { } horizon)
        {
            return;
        }

        var first = KeptHistory.FirstMoment(horizon, view.Features.Select(read => view.View.Features[read.Feature]));
        var sql = string.Create(CultureInfo.InvariantCulture, $"SELECT rowid + 1, t FROM {Table} WHERE t < {first.UnixMicroseconds} ORDER BY rowid LIMIT 1");
        using var reader = connection.Query(sql, cancellationToken);
        if (reader.ReadChunk(out var chunk))
        {
            var asked = string.Create(CultureInfo.InvariantCulture, $"Row {chunk[0].GetInt64(0)} of the entity frame '{_source.Name}' asks for '{new Instant(chunk[1].GetInt64(0))}'");
            throw KeptHistory.NotKept(asked, view.View.Id, horizon, first);
        }
    }

    /// <summary>Refuses the frame if the condition holds for any row; names the first such row, counting from 1 without the header.</summary>
    private void ThrowForRow(DuckDbConnection connection, string condition, int column, string reason, CancellationToken cancellationToken)
    {
        var sql = $"SELECT rowid + 1, CAST({ColumnName(column)} AS VARCHAR) FROM {Table} WHERE {condition} ORDER BY rowid LIMIT 1";
        using var reader = connection.Query(sql, cancellationToken);
        if (reader.ReadChunk(out var chunk))
        {
            var value = chunk[1].IsNull(0) ? "null" : $"'{chunk[1].GetString(0)}'";
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture, $"in row {chunk[0].GetInt64(0)}, column '{_source.Columns[column].Name}', the value {value} {reason}"));
        }
    }

    private (TableColumn Column, string Expression) OutputColumn(TableColumn column, int index)
    {
        if (index == _timeColumn)
        {
            return (column with { Type = TimeType }, "make_timestamptz(t)");
        }

        var key = _keys.FindIndex(key => key.Column == index);
        return key >= 0 && key == _keys.FindLastIndex(key => key.Column == index)
            ? (column with { Type = _keys[key].Type }, KeyName(key))
            : (column, $"CAST({ColumnName(index)} AS {DuckDbTypes.SqlName(column.Type)})");
    }

    private FeatureStoreException Invalid(string reason) => FrameSource.Invalid(_source.Name, reason);

    /// <summary>One frame column in the type of a join key or request value.</summary>
    private sealed record FrameKey(int Column, string Purpose, DataType Type, string Expression);
}

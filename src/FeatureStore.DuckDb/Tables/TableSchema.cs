using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Native;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tables;

/// <summary>The columns of something that DuckDB can select from, and how each is read.</summary>
internal sealed class TableSchema
{
    private TableSchema(IReadOnlyList<TableColumn> columns, IReadOnlyList<DuckDbColumnType> storedTypes)
    {
        Columns = columns;
        StoredTypes = storedTypes;
    }

    /// <summary>Columns in order, with the type each is read as.</summary>
    internal IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The type each column is stored as.</summary>
    internal IReadOnlyList<DuckDbColumnType> StoredTypes { get; }

    /// <summary>The columns in a form that <see cref="ValueReading"/> understands.</summary>
    internal string Projection => Sql.List(Columns.Select((column, i) => Projected(Sql.Name(column.Name), i)));

    /// <summary>Asks DuckDB for the columns of <paramref name="source"/>.</summary>
    /// <param name="connection">Connection to ask.</param>
    /// <param name="source">What stands after FROM.</param>
    /// <param name="what">Names the source in messages.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FeatureStoreException">A column has a type that cannot be read.</exception>
    internal static TableSchema Read(DuckDbConnection connection, string source, string what, CancellationToken cancellationToken)
    {
        using var reader = connection.Query($"SELECT * FROM {source} LIMIT 0", cancellationToken);
        var columns = new TableColumn[reader.Names.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var type = DuckDbTypes.DataTypeOf(reader.Types[i]) ?? throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidEntityFrame,
                $"{what} cannot be read: its column '{reader.Names[i]}' has the type {reader.Types[i]}. " +
                "Columns may be numbers, booleans, text, bytes, dates, timestamps and lists of these; leave the column out or flatten it.");
            columns[i] = new TableColumn(reader.Names[i], type);
        }

        return new TableSchema(columns, reader.Types);
    }

    /// <summary>An expression for column <paramref name="index"/> whose stored form fits its type. A value out of range is DuckDB's error.</summary>
    internal string Projected(string expression, int index)
    {
        var type = Columns[index].Type;
        var stored = StoredTypes[index].Element ?? StoredTypes[index];
        if (type.Element != ScalarType.Timestamp)
        {
            return $"CAST({expression} AS {DuckDbTypes.SqlName(type)})";
        }

        // Casts to a zone go through a calendar and are slow, those of nanoseconds round; both are read as they are stored.
        return stored.Id is DuckDbType.TimestampTz or DuckDbType.TimestampNanoseconds
            ? expression
            : $"CAST({expression} AS TIMESTAMP{(type.IsList ? "[]" : string.Empty)})";
    }
}

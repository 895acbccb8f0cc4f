using Catalog.Core.Arrow;
using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Tables;

/// <summary>The columns of a Parquet file as Arrow has them.</summary>
internal sealed class ParquetColumns : IArrowSource
{
    // A batch is asked after so many rows whether it is full, since rows may be of any length.
    private const int SliceRows = 64;

    private readonly string _attempt;
    private readonly DuckDbConnection _connection;
    private readonly DuckDbReader _reader;
    private DuckDbChunk _chunk;
    private int _next;
    private bool _ended;

    private ParquetColumns(string attempt, DuckDbConnection connection, DuckDbReader reader, IReadOnlyList<ArrowField> fields)
        => (_attempt, _connection, _reader, Fields) = (attempt, connection, reader, fields);

    public IReadOnlyList<ArrowField> Fields { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="database">Reads it.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="attempt">What is attempted, for messages.</param>
    /// <param name="cancellationToken">Stops the opening, and afterwards the reading.</param>
    /// <exception cref="DuckDbException">It cannot be read.</exception>
    /// <exception cref="FeatureStoreException">A column has a type that has no counterpart.</exception>
    internal static ParquetColumns Open(OfflineDatabase database, string path, string attempt, CancellationToken cancellationToken)
    {
        var connection = database.Connect();
        DuckDbReader? reader = null;
        try
        {
            reader = connection.Query($"SELECT * FROM {Sql.ReadParquet(path)}", cancellationToken);
            return new ParquetColumns(attempt, connection, reader, FieldsOf(reader, attempt));
        }
        catch
        {
            reader?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    public Task FillAsync(ArrowBatch batch, CancellationToken cancellationToken) => DuckDbEdge.RunAsync(_attempt, () => Fill(batch), cancellationToken);

    public void Dispose()
    {
        _reader.Dispose();
        _connection.Dispose();
    }

    private static ArrowField[] FieldsOf(DuckDbReader reader, string attempt)
    {
        var fields = new ArrowField[reader.Names.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = new ArrowField(reader.Names[i], ArrowReading.TypeOf(reader.Types[i]) ?? throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidEntityFrame,
                $"{attempt} as Arrow failed: its column '{reader.Names[i]}' has the type {reader.Types[i]}. " +
                "Columns may be booleans, numbers of up to 64 bits, decimals, text, bytes, dates, timestamps and lists of these; read the file as Parquet instead."));
        }

        return fields;
    }

    private int Fill(ArrowBatch batch)
    {
        while (!_ended && !batch.IsFull)
        {
            if (_next == _chunk.RowCount)
            {
                _next = 0;
                _ended = !_reader.ReadChunk(out _chunk);
                continue;
            }

            var count = Math.Min(SliceRows, _chunk.RowCount - _next);
            for (var i = 0; i < Fields.Count; i++)
            {
                ArrowReading.Append(_chunk[i], _next, count, batch.Columns[i]);
            }

            _next += count;
        }

        return batch.RowCount;
    }
}

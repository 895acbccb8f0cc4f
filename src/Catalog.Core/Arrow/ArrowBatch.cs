namespace Catalog.Core.Arrow;

/// <summary>Some rows, column by column, to be filled, written and filled again. Not thread-safe.</summary>
public sealed class ArrowBatch
{
    private readonly ArrowColumn[] _columns;
    private readonly int _maxRows;
    private readonly int _maxBytes;

    /// <summary>An empty batch.</summary>
    /// <param name="fields">Its columns.</param>
    /// <param name="maxRows">Rows from which on it is full.</param>
    /// <param name="maxBytes">Bytes from which on it is full.</param>
    public ArrowBatch(IReadOnlyList<ArrowField> fields, int maxRows = ArrowStream.MaxBatchRows, int maxBytes = ArrowStream.MaxBatchBytes)
    {
        _columns = [.. fields.Select(static field => new ArrowColumn(field.Type))];
        (_maxRows, _maxBytes) = (maxRows, maxBytes);
    }

    /// <summary>The columns; each row adds one value to every one.</summary>
    public IReadOnlyList<ArrowColumn> Columns => _columns;

    /// <summary>Rows that are in every column.</summary>
    public int RowCount => _columns.Length == 0 ? 0 : _columns.Min(static column => column.Length);

    /// <summary>Whether it has as many rows, or bytes, as a batch should have. A row more does no harm.</summary>
    public bool IsFull => RowCount >= _maxRows || _columns.Sum(static column => column.ByteCount) >= _maxBytes;

    /// <summary>Lets go of the rows, not of the memory.</summary>
    public void Clear()
    {
        foreach (var column in _columns)
        {
            column.Clear();
        }
    }
}

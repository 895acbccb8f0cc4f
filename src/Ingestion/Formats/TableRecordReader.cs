using System.Buffers;
using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Ports;
using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>
/// Shows the rows of a Parquet file as raw records: each row is one JSON object with the names of the file. A row has no line and no place in the bytes, so its line is its
/// number and its offset is 0. Not thread-safe.
/// </summary>
internal sealed class TableRecordReader(ITableReader tables, string path) : IRawRecordReader
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private IReadOnlyList<string> _names = [];
    private IAsyncEnumerator<Value[]>? _rows;
    private TableRowWriter? _writer;

    public long RecordNumber { get; private set; }

    public long LineNumber => RecordNumber;

    public long ByteOffset => 0;

    public long BytesConsumed { get; private set; }

    public ReadOnlyMemory<byte> Raw { get; private set; }

    public string? Damage => null;

    public async ValueTask<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
        {
            return _names;
        }

        try
        {
            var columns = await tables.GetColumnsAsync(path, cancellationToken).ConfigureAwait(false);
            _names = [.. columns.Select(static column => column.Name)];
            _writer = new TableRowWriter(_buffer, _names);
            return _names;
        }
        catch (FeatureStoreException error)
        {
            throw new IngestionException(
                IngestionErrorCode.UnreadableFile, $"The file cannot be read as Parquet, which is the format of the source: {error.Message}", error);
        }
    }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        await ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        _rows ??= tables.ReadAsync(path, firstRow: 0, cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (_writer is null || !await _rows.MoveNextAsync().ConfigureAwait(false))
        {
            BytesConsumed = new FileInfo(path).Length;
            return false;
        }

        RecordNumber++;
        _writer.Write(_rows.Current);
        Raw = _buffer.WrittenMemory;
        return true;
    }

    public RawField GetField(int index) => _writer is null ? new RawField(IsNull: true, Quoted: false, default) : _writer.GetField(index);

    public ValueTask DisposeAsync() => _rows?.DisposeAsync() ?? ValueTask.CompletedTask;
}

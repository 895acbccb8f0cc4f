using System.Text;
using Ingestion.Feeds;
using Ingestion.Files;
using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Ports;


namespace Ingestion.Replays;

/// <summary>
/// Shows one quarantined event as the record that it was, with its place in the file or push. Each is read on its own: what is damaged in one must not swallow the next.
/// Not thread-safe.
/// </summary>
internal sealed class QuarantinedRecordReader : IRawRecordReader
{
    private readonly QuarantinedEvent _item;
    private readonly MemoryStream _content;
    private readonly IRawRecordReader _inner;
    private readonly FeedRecordReader? _payload;
    private bool _isFound;

    /// <param name="item">The event.</param>
    /// <param name="readers">Opens its bytes.</param>
    /// <param name="names">Names of its fields, in the order in which they are asked for.</param>
    internal QuarantinedRecordReader(QuarantinedEvent item, IRecordReaderFactory readers, IReadOnlyList<string> names)
    {
        _item = item;
        var isCsv = item.Origin.Kind == OriginKind.CsvFile;
        _content = new MemoryStream();
        if (item.Origin is { Kind: OriginKind.Topic, Topic: { } topic })
        {
            _inner = _payload = readers.OpenPayloads(topic, names);
            return;
        }

        if (item.Origin is { Kind: OriginKind.Capture, Capture: { } capture })
        {
            _inner = _payload = readers.OpenChanges(capture, names);
            return;
        }

        if (isCsv)
        {
            _content.Write(HeaderOf(names, item.Origin.Delimiter));
        }

        _content.Write(item.Raw.Span);
        _content.Position = 0;
        _inner = isCsv ? readers.OpenCsv(_content, item.Origin.Delimiter) : readers.OpenNdjson(_content, names);
    }

    public long RecordNumber => _item.RecordNumber;

    public long LineNumber => _item.LineNumber;

    public long ByteOffset => _item.ByteOffset;

    public long BytesConsumed => _inner.BytesConsumed;

    public ReadOnlyMemory<byte> Raw => _item.Raw;

    public string? Damage => RecordDamage.WasCut(_item) || (_payload is not null && Raw.IsEmpty) ? _item.Violations[0].Message
        : _isFound ? _inner.Damage
        : "It holds no record.";

    public IReadOnlyCollection<string> Others => _inner.Others;

    public ValueTask<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken cancellationToken) => _inner.ReadHeaderAsync(cancellationToken);

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_payload is null)
        {
            return _isFound = await _inner.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        await _payload.MoveToAsync(new FeedRecord(_item.RecordNumber, Key: null, _item.Raw, []) { IsReplayed = true }, cancellationToken).ConfigureAwait(false);
        return _isFound = true;
    }

    public RawField GetField(int index) => _inner.GetField(index);

    public async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync().ConfigureAwait(false);
        await _content.DisposeAsync().ConfigureAwait(false);
    }

    private static byte[] HeaderOf(IReadOnlyList<string> names, char delimiter)
        => Encoding.UTF8.GetBytes(string.Join(delimiter, names.Select(static name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n");
}

using Catalog.Core.Errors;
using Ingestion.Formats;
using Ingestion.Ports;

namespace Ingestion.Feeds;

/// <summary>
/// Shows records of a feed, one after the other, as records of a file are shown: number = its own, fields by the format's decoder. What is no payload, or too long for one, is damaged and not decoded.
/// Not thread-safe.
/// </summary>
/// <param name="decoder">Decodes payloads.</param>
/// <param name="names">Names of the fields, in the order in which they are asked for.</param>
/// <param name="maxRecordBytes">The longest payload that is decoded.</param>
internal sealed class FeedRecordReader(IPayloadDecoder decoder, IReadOnlyList<string> names, int maxRecordBytes) : IRawRecordReader
{
    private readonly PayloadFields _fields = new(names.Count);
    private FeedRecord? _record;

    public long RecordNumber => _record?.Offset ?? -1;

    public long LineNumber => 1;

    public long ByteOffset => 0;

    public long BytesConsumed { get; private set; }

    public ReadOnlyMemory<byte> Raw { get; private set; }

    public string? Damage => _fields.Damage;

    public IReadOnlyCollection<string> Others => _fields.Others;

    public FeedRecord? Received => _record;

    public ValueTask<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken cancellationToken) => new(names);

    /// <summary>Whether the record says nothing about a row, so that there is nothing to check or to keep.</summary>
    internal bool IsPassedOver => _fields.IsPassedOver;

    /// <summary>Moves to a record.</summary>
    /// <exception cref="IngestionException">It cannot be decoded right now; see <see cref="IPayloadDecoder.DecodeAsync"/>.</exception>
    internal ValueTask MoveToAsync(FeedRecord record, CancellationToken cancellationToken)
    {
        _record = record;
        _fields.Clear();
        var payload = record.Value ?? default;
        BytesConsumed += payload.Length;
        Raw = payload.Length > maxRecordBytes ? payload[..maxRecordBytes] : payload;
        if (record.Value is null && decoder.PassesTombstones)
        {
            _fields.PassOver();
        }
        else if (record.Value is null)
        {
            _fields.Refuse("It has no payload: it is a tombstone, which says that what its key names was deleted.");
        }
        else if (payload.IsEmpty)
        {
            _fields.Refuse("It has an empty payload.");
        }
        else if (payload.Length > maxRecordBytes)
        {
            _fields.Refuse(RecordDamage.TooLong(maxRecordBytes));
        }
        else
        {
            return DecodeAsync(record, payload, cancellationToken);
        }

        return default;
    }

    /// <summary>Whatever a decoder makes of one record, it must not keep those behind it from being read.</summary>
    private ValueTask DecodeAsync(FeedRecord record, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        try
        {
            var decoding = decoder.DecodeAsync(record, payload, _fields, cancellationToken);
            return decoding.IsCompletedSuccessfully ? default : WaitAsync(decoding);
        }
        catch (Exception error) when (IsOfRecord(error))
        {
            Refuse(error);
            return default;
        }
    }

    private async ValueTask WaitAsync(ValueTask decoding)
    {
        try
        {
            await decoding.ConfigureAwait(false);
        }
        catch (Exception error) when (IsOfRecord(error))
        {
            Refuse(error);
        }
    }

    private static bool IsOfRecord(Exception error) => error is not (CatalogException or OperationCanceledException or OutOfMemoryException);

    private void Refuse(Exception error) => _fields.Refuse($"It cannot be decoded: {error.Message}");

    /// <summary>Records are given to it; by itself it has none.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => new(false);

    public RawField GetField(int index) => _fields[index];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

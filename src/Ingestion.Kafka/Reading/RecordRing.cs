using Ingestion.Ports;

namespace Ingestion.Kafka.Reading;

/// <summary>
/// The newest records of a partition within a number of bytes, oldest first. Their bytes lie together in blocks that are never written to again, and live as long as somebody has a record of them: the garbage
/// collector copies a few blocks in place of many thousand arrays. Not thread-safe.
/// </summary>
/// <param name="maxBytes">Bytes of keys and payloads at most; the newest record is always held.</param>
internal sealed class RecordRing(int maxBytes)
{
    private const int MaxBlockBytes = 64 << 10;
    private const int MinBlockBytes = 1 << 10;

    private LogRecord[] _records = new LogRecord[256];
    private byte[] _block = [];
    private int _blockLength;
    private int _first;
    private long _bytes;

    public int Count { get; private set; }

    private LogRecord this[int index] => _records[(_first + index) & (_records.Length - 1)];

    /// <summary>Adds a record, whose bytes are copied, and drops the oldest ones that no longer fit.</summary>
    /// <returns>One past the offset of the last record that was dropped; null when none was.</returns>
    public long? Add(in LogRecord record)
    {
        if (Count == _records.Length)
        {
            Grow();
        }

        _records[(_first + Count++) & (_records.Length - 1)] = new LogRecord(record.Offset, record.ArrivalTime, Keep(record.Key), Keep(record.Payload));
        _bytes += SizeOf(record);
        long? dropped = null;
        while (_bytes > maxBytes && Count > 1)
        {
            var oldest = this[0];
            dropped = oldest.Offset + 1;
            _bytes -= SizeOf(oldest);
            _records[_first] = default;
            _first = (_first + 1) & (_records.Length - 1);
            Count--;
        }

        return dropped;
    }

    /// <summary>Records from an offset on: at most so many, and after the first no more than so many bytes.</summary>
    public List<LogRecord> CopyFrom(long offset, int maxRecords, int maxCopiedBytes)
    {
        var from = FindAtOrAfter(offset);
        var records = new List<LogRecord>(Math.Min(maxRecords, Count - from));
        long bytes = 0;
        for (var i = from; i < Count && records.Count < maxRecords && bytes < maxCopiedBytes; i++)
        {
            records.Add(this[i]);
            bytes += SizeOf(this[i]);
        }

        return records;
    }

    private static long SizeOf(in LogRecord record) => record.Key.Length + record.Payload.Length + 64; // With its place.

    /// <summary>Copies bytes into the block at hand, or begins another: small ones first, since most topics are quiet.</summary>
    private ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBlockBytes / 4)
        {
            return bytes;
        }

        if (_block.Length - _blockLength < bytes.Length)
        {
            _block = new byte[Math.Max(bytes.Length, Math.Clamp(_block.Length * 2, MinBlockBytes, MaxBlockBytes))];
            _blockLength = 0;
        }

        var kept = _block.AsMemory(_blockLength, bytes.Length);
        bytes.CopyTo(kept);
        _blockLength += bytes.Length;
        return kept;
    }

    private int FindAtOrAfter(long offset)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].Offset < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void Grow()
    {
        var larger = new LogRecord[_records.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        _records = larger;
        _first = 0;
    }
}

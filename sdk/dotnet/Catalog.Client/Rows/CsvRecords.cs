namespace Catalog.Client;

/// <summary>Cuts CSV into records as it comes. Within quotes a line break belongs to the text. Memory holds one record and one piece of the answer.</summary>
/// <param name="read">Reads the next bytes; 0 at the end.</param>
internal sealed class CsvRecords(Func<Memory<byte>, ValueTask<int>> read)
{
    private const int PieceBytes = 64 * 1024;

    private byte[] _buffer = new byte[2 * PieceBytes];
    private int _start;
    private int _end;

    /// <summary>The next record without its line break; null at the end. It is good until the next call.</summary>
    /// <exception cref="FormatException">The text ends within a record.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>?> NextAsync()
    {
        var (scanned, isQuoted) = (_start, false);
        while (true)
        {
            var found = FindEnd(ref scanned, ref isQuoted);
            if (found >= 0)
            {
                var record = _buffer.AsMemory(_start, found - _start);
                _start = found + 1;
                return record.Length > 0 && record.Span[^1] == '\r' ? record[..^1] : record;
            }

            var done = scanned - _start;
            MakeRoom();
            scanned = _start + done;
            var count = await read(_buffer.AsMemory(_end)).ConfigureAwait(false);
            if (count == 0)
            {
                // The server ends each record with a line break.
                return _start == _end ? null : throw new FormatException("the text ends within a record");
            }

            _end += count;
        }
    }

    private int FindEnd(ref int scanned, ref bool isQuoted)
    {
        while (scanned < _end)
        {
            var rest = _buffer.AsSpan(scanned, _end - scanned);
            var at = isQuoted ? rest.IndexOf((byte)'"') : rest.IndexOfAny((byte)'"', (byte)'\n');
            if (at < 0)
            {
                scanned = _end;
                return -1;
            }

            scanned += at + 1;
            if (rest[at] == '\n')
            {
                return scanned - 1;
            }

            // A doubled quote ends and begins at once.
            isQuoted = !isQuoted;
        }

        return -1;
    }

    private void MakeRoom()
    {
        if (_buffer.Length - _end >= PieceBytes)
        {
            return;
        }

        var left = _end - _start;
        var target = left + PieceBytes <= _buffer.Length ? _buffer : new byte[_buffer.Length * 2];
        _buffer.AsSpan(_start, left).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, left);
    }
}

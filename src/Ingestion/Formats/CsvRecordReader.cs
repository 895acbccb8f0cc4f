using System.Buffers;
using System.Globalization;
using System.Text;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>
/// Reads CSV (RFC 4180) as bytes: no field becomes a string, raw bytes and positions are exact, and a damaged line does not take the rest of the file with it.
/// Empty lines are passed over unless the file has a single column.
/// </summary>
internal sealed class CsvRecordReader(RawInput input, CsvFormat format, RecordLimits options) : RawRecordReader(input, options)
{
    private readonly CsvScanner _scanner = new((byte)format.Delimiter);
    private readonly ArrayBufferWriter<byte> _unescaped = new();

    private IReadOnlyList<string>? _header;
    private bool _firstIsData;

    public override async ValueTask<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (_header is not null)
        {
            return _header;
        }

        await SkipByteOrderMarkAsync(cancellationToken).ConfigureAwait(false);
        if (!await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            return _header = format.Header ? throw Unreadable("The CSV file is empty; its first line must name the columns.") : [];
        }

        _firstIsData = !format.Header;
        return _header = format.Header ? CheckedHeader() : NumberedHeader();
    }

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var header = await ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        if (!_firstIsData && !await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        _firstIsData = false;
        RecordNumber++;
        if (Damage is null && _scanner.Fields.Count != header.Count)
        {
            SetDamage($"It has {_scanner.Fields.Count} fields; the header has {header.Count}.");
        }

        return true;
    }

    public override RawField GetField(int index)
    {
        var field = _scanner.Fields[index];
        var bytes = Raw.Slice(field.Start, field.Length);
        return new RawField(IsNull: false, field.Quoted, field.HasDoubledQuotes ? Unescape(bytes.Span) : bytes);
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        _unescaped.ResetWrittenCount();
        while (await AdvanceAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await TakeRecordAsync(cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    // False when the line was empty and passed over.
    private async ValueTask<bool> TakeRecordAsync(CancellationToken cancellationToken)
    {
        var result = _scanner.Scan(Buffer.Unread.Span, Buffer.IsComplete);
        while (result == CsvScanResult.NeedsMore && !Buffer.IsFull && !Buffer.IsComplete)
        {
            await Buffer.FillAsync(cancellationToken).ConfigureAwait(false);
            result = _scanner.Scan(Buffer.Unread.Span, Buffer.IsComplete);
        }

        if (Buffer.Unread.IsEmpty)
        {
            return false;
        }

        if (result != CsvScanResult.Record || _scanner.Length > MaxRecordBytes)
        {
            TakeDamagedLine(DescribeDamage(result));
            return true;
        }

        if (_scanner.Length == 0 && _header?.Count != 1)
        {
            PassOver(_scanner.LengthWithEnd);
            return false;
        }

        Take(_scanner.Length, _scanner.LengthWithEnd);
        return true;
    }

    private string DescribeDamage(CsvScanResult result) => result switch
    {
        CsvScanResult.TextAfterQuote => "A quoted field is followed by text instead of a delimiter.",
        CsvScanResult.NeedsMore when _scanner.InQuotes => "A quote is opened and never closed.",
        _ => RecordDamage.TooLong(MaxRecordBytes),
    };

    private ReadOnlyMemory<byte> Unescape(ReadOnlySpan<byte> bytes)
    {
        var start = _unescaped.WrittenCount;
        while (!bytes.IsEmpty)
        {
            var quote = bytes.IndexOf((byte)'"');
            var length = quote < 0 ? bytes.Length : quote + 1;
            _unescaped.Write(bytes[..length]);
            bytes = bytes[Math.Min(bytes.Length, quote < 0 ? length : length + 1)..];
        }

        return _unescaped.WrittenMemory[start..];
    }

    private IReadOnlyList<string> NumberedHeader()
        => [.. Enumerable.Range(1, _scanner.Fields.Count).Select(static number => number.ToString(CultureInfo.InvariantCulture))];

    private List<string> CheckedHeader()
    {
        if (Damage is not null)
        {
            throw Unreadable($"The header of the CSV file cannot be read. {Damage}");
        }

        var names = new List<string>(_scanner.Fields.Count);
        for (var i = 0; i < _scanner.Fields.Count; i++)
        {
            var name = Encoding.UTF8.GetString(GetField(i).Utf8.Span);
            var earlier = names.IndexOf(name);
            if (name.Length == 0)
            {
                throw Unreadable($"The header of the CSV file has no name for column {i + 1}. Give every column a name.");
            }

            if (earlier >= 0)
            {
                throw Unreadable(
                    $"The header of the CSV file names '{name}' twice, in columns {earlier + 1} and {i + 1}. Rename one of them; which is meant cannot be guessed.");
            }

            names.Add(name);
        }

        return names;
    }
}

using System.Buffers;

namespace Ingestion.Formats;

/// <summary>
/// Finds the fields of one record (RFC 4180). A quote inside an unquoted field is taken literally; a carriage return that no line feed follows is content.
/// </summary>
internal sealed class CsvScanner(byte delimiter)
{
    private readonly SearchValues<byte> _ends = SearchValues.Create(delimiter, (byte)'\n');

    /// <summary>The fields of the last whole record.</summary>
    internal List<CsvField> Fields { get; } = [];

    /// <summary>Length of the record without its line end.</summary>
    internal int Length { get; private set; }

    /// <summary>Length of the record with its line end.</summary>
    internal int LengthWithEnd { get; private set; }

    /// <summary>Whether the scan stopped inside quotes.</summary>
    internal bool InQuotes { get; private set; }

    /// <param name="bytes">From the first byte of the record on.</param>
    /// <param name="isComplete">Whether no more bytes follow.</param>
    internal CsvScanResult Scan(ReadOnlySpan<byte> bytes, bool isComplete)
    {
        Fields.Clear();
        InQuotes = false;
        var position = 0;
        while (true)
        {
            var result = position < bytes.Length && bytes[position] == (byte)'"'
                ? ScanQuoted(bytes, ref position, isComplete)
                : ScanPlain(bytes, ref position, isComplete);
            if (result is not null)
            {
                return result.Value;
            }
        }
    }

    private CsvScanResult? ScanPlain(ReadOnlySpan<byte> bytes, ref int position, bool isComplete)
    {
        var length = bytes[position..].IndexOfAny(_ends);
        if (length < 0)
        {
            if (!isComplete)
            {
                return CsvScanResult.NeedsMore;
            }

            length = LineCounter.WithoutCarriageReturn(bytes[position..]);
            Fields.Add(new CsvField(position, length, Quoted: false, HasDoubledQuotes: false));
            return End(position + length, bytes.Length);
        }

        var end = position + length;
        if (bytes[end] == delimiter)
        {
            Fields.Add(new CsvField(position, length, Quoted: false, HasDoubledQuotes: false));
            position = end + 1;
            return null;
        }

        length = LineCounter.WithoutCarriageReturn(bytes.Slice(position, length));
        Fields.Add(new CsvField(position, length, Quoted: false, HasDoubledQuotes: false));
        return End(position + length, end + 1);
    }

    private CsvScanResult? ScanQuoted(ReadOnlySpan<byte> bytes, ref int position, bool isComplete)
    {
        var start = position + 1;
        var end = start;
        var doubled = false;
        while (true)
        {
            var quote = bytes[end..].IndexOf((byte)'"');
            end += quote;
            if (quote < 0 || (end + 1 >= bytes.Length && !isComplete))
            {
                InQuotes = true;
                return CsvScanResult.NeedsMore;
            }

            if (end + 1 >= bytes.Length || bytes[end + 1] != (byte)'"')
            {
                break;
            }

            doubled = true;
            end += 2;
        }

        Fields.Add(new CsvField(start, end - start, Quoted: true, doubled));
        return AfterQuote(bytes, end + 1, ref position, isComplete);
    }

    private CsvScanResult? AfterQuote(ReadOnlySpan<byte> bytes, int after, ref int position, bool isComplete)
    {
        if (after == bytes.Length)
        {
            return End(after, after);
        }

        if (bytes[after] == delimiter)
        {
            position = after + 1;
            return null;
        }

        if (bytes[after] == (byte)'\n')
        {
            return End(after, after + 1);
        }

        if (bytes[after] != (byte)'\r')
        {
            return CsvScanResult.TextAfterQuote;
        }

        if (after + 1 == bytes.Length)
        {
            return isComplete ? End(after, after + 1) : CsvScanResult.NeedsMore;
        }

        return bytes[after + 1] == (byte)'\n' ? End(after, after + 2) : CsvScanResult.TextAfterQuote;
    }

    private CsvScanResult End(int length, int lengthWithEnd)
    {
        Length = length;
        LengthWithEnd = lengthWithEnd;
        return CsvScanResult.Record;
    }
}

using Catalog.Core.Text;
using System.Text;
using System.Text.Json;
using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>
/// Reads one JSON object a line. Empty lines are passed over; a line that is no object, or names a property twice, is damaged.
/// </summary>
/// <param name="input">The bytes.</param>
/// <param name="names">The properties to be read; others are passed over.</param>
/// <param name="options">Limits.</param>
internal sealed class NdjsonRecordReader(RawInput input, IReadOnlyList<string> names, RecordLimits options) : RawRecordReader(input, options)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];
    private readonly RawField[] _fields = new RawField[names.Count];
    private readonly bool[] _seen = new bool[names.Count];
    private readonly HashSet<string> _seenOthers = new(StringComparer.Ordinal);

    private bool _started;

    public override ValueTask<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken cancellationToken) => new(names);

    public override async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_started)
        {
            _started = true;
            await SkipByteOrderMarkAsync(cancellationToken).ConfigureAwait(false);
        }

        while (await AdvanceAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await TakeLineAsync(cancellationToken).ConfigureAwait(false))
            {
                RecordNumber++;
                return true;
            }
        }

        return false;
    }

    public override IReadOnlyCollection<string> Others => _seenOthers;

    public override RawField GetField(int index) => _fields[index];

    private async ValueTask<bool> TakeLineAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        var end = Buffer.Unread.Span.IndexOf((byte)'\n');
        while (end < 0 && !Buffer.IsFull && !Buffer.IsComplete)
        {
            searched = Buffer.Unread.Length;
            await Buffer.FillAsync(cancellationToken).ConfigureAwait(false);
            var found = Buffer.Unread.Span[searched..].IndexOf((byte)'\n');
            end = found < 0 ? -1 : searched + found;
        }

        if ((end < 0 && !Buffer.IsComplete) || end > MaxRecordBytes || Buffer.Unread.Length == 0)
        {
            return TakeTooLong();
        }

        var lengthWithEnd = end < 0 ? Buffer.Unread.Length : end + 1;
        var length = LineCounter.WithoutCarriageReturn(Buffer.Unread.Span[..(end < 0 ? lengthWithEnd : end)]);
        if (Buffer.Unread.Span[..length].Trim(" \t"u8).IsEmpty)
        {
            PassOver(lengthWithEnd);
            return false;
        }

        Take(length, lengthWithEnd);
        Parse();
        return true;
    }

    private bool TakeTooLong()
    {
        if (Buffer.Unread.IsEmpty)
        {
            return false;
        }

        TakeDamagedLine(RecordDamage.TooLong(MaxRecordBytes));
        return true;
    }

    private void Parse()
    {
        Array.Fill(_fields, new RawField(IsNull: true, Quoted: false, default));
        Array.Clear(_seen);
        _seenOthers.Clear();
        if (Damage is not null)
        {
            return;
        }

        try
        {
            ReadObject();
        }
        catch (JsonException error)
        {
            // A record is one line, and its place is told beside it.
            SetDamage($"It is no JSON object: it {JsonFault.Describe(error)}.");
        }
    }

    private void ReadObject()
    {
        var reader = new Utf8JsonReader(Raw.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            SetDamage("It is no JSON object.");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            if (index >= 0 ? _seen[index] : !_seenOthers.Add(reader.GetString() ?? string.Empty))
            {
                SetDamage($"It names the property '{reader.GetString()}' twice.");
            }

            reader.Read();
            if (index >= 0)
            {
                _seen[index] = true;
                _fields[index] = ReadField(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Anything after the object is an error of the reader's own.
        reader.Read();
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (reader.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private RawField ReadField(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return new RawField(IsNull: true, Quoted: false, default);
            case JsonTokenType.String:
                return new RawField(IsNull: false, Quoted: true, reader.ValueIsEscaped ? Unescape(ref reader) : Raw.Slice(start + 1, reader.ValueSpan.Length));
            default:
                reader.Skip();
                return new RawField(IsNull: false, Quoted: false, Raw[start..(int)reader.BytesConsumed]);
        }
    }

    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        var bytes = new byte[reader.ValueSpan.Length];
        return bytes[..reader.CopyString(bytes)];
    }
}

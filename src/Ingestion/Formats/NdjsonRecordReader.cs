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
    private readonly JsonObjectDecoder _decoder = new(names);
    private readonly PayloadFields _fields = new(names.Count);

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

    public override IReadOnlyCollection<string> Others => _fields.Others;

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
        _fields.Clear();
        if (Damage is not null)
        {
            return;
        }

        _decoder.Decode(Raw, _fields);
        if (_fields.Damage is { } damage)
        {
            SetDamage(damage);
        }
    }
}

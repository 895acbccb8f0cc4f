using Ingestion.Ports;

namespace Ingestion.Formats;

/// <summary>What readers of lines have in common: positions, damage of whole records, and going on at the next line.</summary>
internal abstract class RawRecordReader(RawInput input, RecordLimits options) : IRawRecordReader
{
    private const byte LineFeed = (byte)'\n';

    private long _linesBefore = 1;
    private int _consumeNext;
    private bool _skipRestOfLine;

    public long RecordNumber { get; protected set; }

    public long LineNumber { get; private set; } = 1;

    public long ByteOffset { get; private set; }

    public long BytesConsumed => input.BytesConsumed;

    public ReadOnlyMemory<byte> Raw { get; private set; }

    public string? Damage { get; private set; }

    public virtual IReadOnlyCollection<string> Others => [];

    protected RecordBuffer Buffer { get; } = new(input.Content, options.MaxRecordBytes);

    protected int MaxRecordBytes { get; } = options.MaxRecordBytes;

    public abstract ValueTask<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken cancellationToken);

    public abstract ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    public abstract RawField GetField(int index);

    public async ValueTask DisposeAsync()
    {
        Buffer.Dispose();
        await input.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Passes over the last record. False at the end of the file.</summary>
    protected async ValueTask<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        PassOver(_consumeNext);
        _consumeNext = 0;
        while (_skipRestOfLine)
        {
            var end = Buffer.Unread.Span.IndexOf(LineFeed);
            PassOver(end < 0 ? Buffer.Unread.Length : end + 1);
            _skipRestOfLine = end < 0 && await Buffer.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return !Buffer.Unread.IsEmpty || await Buffer.FillAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Passes over a byte order mark at the start of the file.</summary>
    protected async ValueTask SkipByteOrderMarkAsync(CancellationToken cancellationToken)
    {
        while (Buffer.Unread.Length < 3 && await Buffer.FillAsync(cancellationToken).ConfigureAwait(false))
        {
            // Three bytes decide.
        }

        if (Buffer.Unread.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            PassOver(3);
        }
    }

    /// <summary>Passes over bytes that are no record.</summary>
    protected void PassOver(int bytes)
    {
        _linesBefore += LineCounter.Count(Buffer.Unread.Span[..bytes]);
        Buffer.Consume(bytes);
    }

    /// <summary>Takes the next bytes as the current record.</summary>
    protected void Take(int length, int lengthWithEnd)
    {
        ByteOffset = Buffer.Offset;
        LineNumber = _linesBefore;
        Raw = Buffer.Unread[..length];
        _consumeNext = lengthWithEnd;
        Damage = RecordDamage.OfText(Raw.Span);
    }

    /// <summary>Takes the current line as a damaged record; the file goes on at the line after it.</summary>
    protected void TakeDamagedLine(string damage)
    {
        var end = Buffer.Unread.Span.IndexOf(LineFeed);
        var length = end < 0 ? Math.Min(Buffer.Unread.Length, MaxRecordBytes) : end;
        Take(LineCounter.WithoutCarriageReturn(Buffer.Unread.Span[..length]), end < 0 ? length : end + 1);
        _skipRestOfLine = end < 0;
        Damage = damage;
    }

    protected void SetDamage(string damage) => Damage ??= damage;

    protected static IngestionException Unreadable(string message) => new(IngestionErrorCode.UnreadableFile, message);
}

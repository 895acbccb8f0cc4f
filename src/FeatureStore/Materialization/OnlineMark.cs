using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Materialization;

/// <summary>
/// How far the online store has the rows of one partition of a view version, kept in the store itself as a row of its own. So a store that is new, was emptied, or lost the last it was told, tells so:
/// the mark is written after the rows, and whatever takes rows away takes the mark with them. Not thread-safe.
/// </summary>
/// <remarks>
/// A store may also be emptied while the writer goes on, and would then be given a mark that covers what it lost. So a second row holds the moment at which this life of the store began. It is written only when a
/// writer is opened and does not find it; a mark counts only beside the life that it was written in; and after each mark the life is looked for once more.
/// </remarks>
internal sealed class OnlineMark(IOnlineStore store, FeatureViewId view, int partition, TimeProvider clock)
{
    // No view is named so.
    private const string MarkPrefix = "!written/";
    private const string LifePrefix = "!begun/";

    private static readonly Entity Written = new() { Name = "view", JoinKey = "view", Type = new DataType(ScalarType.String), Domain = string.Empty, Owner = string.Empty };

    private readonly string _mark = MarkPrefix + partition.ToString(CultureInfo.InvariantCulture);
    private readonly string _lifeMark = LifePrefix + partition.ToString(CultureInfo.InvariantCulture);
    private readonly EntityKey _key = KeyOf(view);
    private Instant _life;
    private long _breaks;

    /// <summary>Begins to write, in a new life of the store where there is none. To be called before the other methods.</summary>
    /// <returns>One past the last sequence whose rows are there for certain; 0 when nothing is known.</returns>
    internal async Task<long> OpenAsync(CancellationToken cancellationToken)
    {
        var (life, mark) = await ReadOverOneConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (life is { } known)
        {
            _life = known.EventTime;
            return mark is { } written && written.EventTime == _life ? written.Sequence : 0;
        }

        await BeginAsync(mark?.EventTime, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    /// <summary>States that all rows before a sequence are there. One that is further already stays.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OnlineRowsLost"/>: they are not; open the writer again.</exception>
    internal async Task WriteAsync(long end, CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync(_mark, end, cancellationToken).ConfigureAwait(false);
        try
        {
            await CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FeatureStoreException lost) when (lost.ErrorCode == FeatureStoreErrorCode.OnlineRowsLost)
        {
            // Something was lost just before the mark was written, which must not count.
            await BeginAsync(_life, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes sure that the store still has what it was told.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.OnlineRowsLost"/>: it has not, or its connection broke off meanwhile; open the writer again.</exception>
    internal async Task CheckAsync(CancellationToken cancellationToken)
    {
        var (life, _) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (life?.EventTime != _life)
        {
            throw Lost("was emptied, or another one took its place,");
        }

        if (store.Breaks != _breaks)
        {
            throw Lost("broke off its connection and may have lost its last writes");
        }
    }

    /// <summary>Removes the marks of all partitions of a view version.</summary>
    internal static ValueTask DeleteAsync(IOnlineStore store, FeatureViewId view, CancellationToken cancellationToken) => store.DeleteKeyAsync(KeyOf(view), cancellationToken);

    /// <summary>Begins a life later than any mark that is still there, which then counts no more and can be replaced.</summary>
    private Task BeginAsync(Instant? last, CancellationToken cancellationToken)
    {
        var now = Instant.Now(clock);
        _life = last is { } before && before >= now ? new Instant(before.UnixMicroseconds + 1) : now;
        return WriteAsync(_lifeMark, 0, cancellationToken);
    }

    /// <summary>Reads while the connection stays the same, whose number then counts; the first use of a store opens it.</summary>
    private async Task<(OnlineRowHead? Life, OnlineRowHead? Mark)> ReadOverOneConnectionAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _breaks = store.Breaks;
            var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (store.Breaks == _breaks)
            {
                return read;
            }
        }
    }

    private async Task<(OnlineRowHead? Life, OnlineRowHead? Mark)> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = new ReadOnlyMemory<byte>[2];
        await store.ReadAsync([_key], [_lifeMark, _mark], rows, cancellationToken).ConfigureAwait(false);
        return (HeadOf(rows[0]), HeadOf(rows[1]));
    }

    private async Task WriteAsync(string name, long sequence, CancellationToken cancellationToken)
    {
        var row = OnlineRowCodec.Encode(new FeatureRow([], _life, default, sequence, []));
        await store.WriteAsync([new OnlineWrite(_key, name, _life, sequence, row)], cancellationToken).ConfigureAwait(false);
    }

    private FeatureStoreException Lost(string what) => new(
        FeatureStoreErrorCode.OnlineRowsLost,
        $"The online store {what} while rows of '{view}' were written; the writer reads them again from the event log. With Redis set 'appendonly yes' and 'maxmemory-policy noeviction', so that it keeps what it was told.");

    private static OnlineRowHead? HeadOf(ReadOnlyMemory<byte> row) => row.IsEmpty ? null : OnlineRowCodec.DecodeHead(row.Span);

    private static EntityKey KeyOf(FeatureViewId view) => EntityKey.Create([Written], [Value.Of(view.ToString())]);
}

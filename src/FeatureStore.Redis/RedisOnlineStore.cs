using System.Runtime.CompilerServices;
using FeatureStore.Ports;
using FeatureStore.Rows;
using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>
/// The online store on Redis, one server or a cluster, shared by any number of processes. What survives a crash of the server is what its append-only file has: <c>appendfsync always</c> keeps the
/// promise of the port also when the machine dies, <c>everysec</c> when the process does.
/// </summary>
internal sealed class RedisOnlineStore : IOnlineStore
{
    private const string Reading = "Reading rows";
    private const int RowsPerRead = 1_000;

    private readonly RedisConnection _connection;
    private readonly RowKeys _keys;
    private readonly HashScan _hashes;
    private readonly RowWrites _writes;

    public RedisOnlineStore(RedisConnection connection, RedisOnlineStoreOptions options)
    {
        _connection = connection;
        _keys = new RowKeys(options.Project);
        _hashes = new HashScan(connection, _keys.Pattern, RowsPerRead);
        _writes = new RowWrites(connection, _keys.HashOf, (database, rows) => WriteScript.RunAsync(database, _keys, rows, options.ExpireAfter));
    }

    /// <inheritdoc />
    public long Breaks => _connection.Opened;

    /// <inheritdoc />
    public ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken) => _writes.WriteAsync(rows, cancellationToken);

    /// <inheritdoc />
    public async ValueTask ReadAsync(
        IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        if (keys.Count == 0 || views.Count == 0)
        {
            return;
        }

        RedisKey[] hashes = [.. keys.Select(_keys.HashOf)];
        if (views.Count == 1)
        {
            // One answer for a key in place of a list.
            RedisValue field = views[0];
            var found = await _connection.RunAsync(
                Reading, multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashGetAsync(hash, field)), cancellationToken).ConfigureAwait(false);
            Fill(rows.Span, found);
            return;
        }

        RedisValue[] fields = [.. views.Select(static view => (RedisValue)view)];
        var answers = await _connection.RunAsync(
            Reading, multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashGetAsync(hash, fields)), cancellationToken).ConfigureAwait(false);
        for (var k = 0; k < answers.Length; k++)
        {
            Fill(rows.Span.Slice(k * fields.Length, fields.Length), answers[k]);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var hashes in _hashes.ScanAsync(cancellationToken).ConfigureAwait(false))
        {
            var rows = await _connection.RunAsync(Reading, multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashGetAsync(hash, view)), cancellationToken)
                .ConfigureAwait(false);
            for (var i = 0; i < rows.Length; i++)
            {
                if (!rows[i].IsNull)
                {
                    yield return new StoredOnlineRow(_keys.KeyOf(hashes[i]), StoredRow.RowIn(rows[i]));
                }
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken)
    {
        await foreach (var hashes in _hashes.ScanAsync(cancellationToken).ConfigureAwait(false))
        {
            await _connection.RunAsync("Removing a view", multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashDeleteAsync(hash, view)), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken)
        => await _connection.RunAsync("Removing a key", multiplexer => multiplexer.GetDatabase().KeyDeleteAsync(_keys.HashOf(key)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<long> CountAsync(string view, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var hashes in _hashes.ScanAsync(cancellationToken).ConfigureAwait(false))
        {
            var found = await _connection.RunAsync("Counting rows", multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashExistsAsync(hash, view)), cancellationToken)
                .ConfigureAwait(false);
            count += found.Count(static exists => exists);
        }

        return count;
    }

    private static void Fill(Span<ReadOnlyMemory<byte>> rows, RedisValue[] found)
    {
        for (var i = 0; i < found.Length; i++)
        {
            rows[i] = StoredRow.RowIn(found[i]);
        }
    }
}

using System.Runtime.CompilerServices;
using FeatureStore.Ports;
using FeatureStore.Rows;
using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>
/// The online store on Redis, one server or a cluster, shared by any number of processes. What survives a crash of the server is what its append-only file has: <c>appendfsync always</c> keeps the
/// promise of the port also when the machine dies, <c>everysec</c> when the process does.
/// </summary>
internal sealed class RedisOnlineStore(RedisConnection connection, RedisOnlineStoreOptions options) : IOnlineStore
{
    private const int RowsPerRead = 1_000;

    private readonly RowKeys _keys = new(options.Project);
    private readonly HashScan _hashes = new(connection, new RowKeys(options.Project).Pattern, RowsPerRead);

    /// <inheritdoc />
    public async ValueTask<int> WriteAsync(IReadOnlyList<OnlineWrite> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            RowCheck.Check(row);
        }

        var written = 0;
        foreach (var batch in RowBatches.Of(rows, WriteScript.MaxRows, WriteScript.MaxBytes))
        {
            written += await connection.RunAsync("Writing rows", multiplexer => WriteAsync(multiplexer, batch), cancellationToken).ConfigureAwait(false);
        }

        return written;
    }

    /// <inheritdoc />
    public async ValueTask ReadAsync(
        IReadOnlyList<EntityKey> keys, IReadOnlyList<string> views, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        if (keys.Count == 0 || views.Count == 0)
        {
            return;
        }

        if (views.Count == 1)
        {
            await ReadOneViewAsync(keys, views[0], rows, cancellationToken).ConfigureAwait(false);
            return;
        }

        var fields = new RedisValue[views.Count];
        for (var v = 0; v < fields.Length; v++)
        {
            fields[v] = views[v];
        }

        var answers = await connection.RunAsync("Reading rows", multiplexer => ReadAsync(multiplexer.GetDatabase(), keys, fields), cancellationToken).ConfigureAwait(false);
        var filled = rows.Span;
        for (var k = 0; k < answers.Length; k++)
        {
            for (var v = 0; v < fields.Length; v++)
            {
                filled[(k * fields.Length) + v] = StoredRow.RowIn(answers[k][v]);
            }
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var hashes in _hashes.ScanAsync(cancellationToken).ConfigureAwait(false))
        {
            var rows = await connection.RunAsync("Reading rows", multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashGetAsync(hash, view)), cancellationToken)
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
            await connection.RunAsync("Removing a view", multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashDeleteAsync(hash, view)), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken)
        => await connection.RunAsync("Removing a key", multiplexer => multiplexer.GetDatabase().KeyDeleteAsync(_keys.HashOf(key)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<long> CountAsync(string view, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var hashes in _hashes.ScanAsync(cancellationToken).ConfigureAwait(false))
        {
            var found = await connection.RunAsync("Counting rows", multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashExistsAsync(hash, view)), cancellationToken)
                .ConfigureAwait(false);
            count += found.Count(static exists => exists);
        }

        return count;
    }

    /// <summary>In a cluster a call can reach one slot only, so the rows are parted by slot; all calls go out at once.</summary>
    private async Task<int> WriteAsync(ConnectionMultiplexer multiplexer, IReadOnlyList<OnlineWrite> rows)
    {
        var database = multiplexer.GetDatabase();
        if (!RedisConnection.IsCluster(multiplexer))
        {
            return await WriteScript.RunAsync(database, _keys, rows, options.ExpireAfter).ConfigureAwait(false);
        }

        var slots = rows.GroupBy(row => multiplexer.HashSlot(_keys.HashOf(row.Key)));
        var written = await Task.WhenAll(slots.Select(slot => WriteScript.RunAsync(database, _keys, [.. slot], options.ExpireAfter))).ConfigureAwait(false);
        return written.Sum();
    }

    private Task<RedisValue[][]> ReadAsync(IDatabase database, IReadOnlyList<EntityKey> keys, RedisValue[] fields)
    {
        if (keys.Count == 1)
        {
            return ReadOneAsync(database, keys[0], fields);
        }

        var batch = database.CreateBatch();
        var answers = new Task<RedisValue[]>[keys.Count];
        for (var k = 0; k < answers.Length; k++)
        {
            answers[k] = batch.HashGetAsync(_keys.HashOf(keys[k]), fields);
        }

        batch.Execute();
        return Task.WhenAll(answers);
    }

    /// <summary>As with several views, but with one answer for a key in place of a list.</summary>
    private async ValueTask ReadOneViewAsync(IReadOnlyList<EntityKey> keys, string view, Memory<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        RedisValue field = view;
        RedisKey[] hashes = [.. keys.Select(_keys.HashOf)];
        var answers = await connection.RunAsync(
            "Reading rows", multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashGetAsync(hash, field)), cancellationToken).ConfigureAwait(false);
        for (var k = 0; k < answers.Length; k++)
        {
            rows.Span[k] = StoredRow.RowIn(answers[k]);
        }
    }

    private async Task<RedisValue[][]> ReadOneAsync(IDatabase database, EntityKey key, RedisValue[] fields)
        => [await database.HashGetAsync(_keys.HashOf(key), fields).ConfigureAwait(false)];
}

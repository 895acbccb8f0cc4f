using System.Runtime.CompilerServices;
using FeatureStore.Ports;
using FeatureStore.Rows;
using StackExchange.Redis;

namespace FeatureStore.Redis.Feast;

/// <summary>
/// The online store in the hashes of Feast, one server or a cluster: Feast's clients read what is written here, and what they write is served here where its event time is later. Our own rows stand
/// in fields of their own beside Feast's, since Feast's layout has no place for sequences, versions and windows (ADR 9).
/// </summary>
internal sealed class FeastOnlineStore : IOnlineStore
{
    private const int RowsPerRead = 1_000;

    private readonly RedisConnection _connection;
    private readonly FeastKeys _keys;
    private readonly FeastViews _views;
    private readonly HashScan _hashes;
    private readonly RowWrites _writes;

    public FeastOnlineStore(RedisConnection connection, RedisOnlineStoreOptions options, IFeatureRegistry registry)
    {
        _connection = connection;
        _keys = new FeastKeys(options.Project);
        _views = new FeastViews(registry);
        _hashes = new HashScan(connection, _keys.Pattern, RowsPerRead);
        _writes = new RowWrites(connection, _keys.HashOf, (database, rows) => FeastWriteScript.RunAsync(database, _keys, _views, rows, options.ExpireAfter));
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

        var question = new FeastQuestion(views, _views);
        RedisKey[] hashes = [.. keys.Select(_keys.HashOf)];
        var answers = await _connection.RunAsync(
            "Reading rows", multiplexer => HashScan.ForEachAsync(multiplexer, hashes, (database, hash) => database.HashGetAsync(hash, question.Fields)), cancellationToken).ConfigureAwait(false);
        for (var k = 0; k < answers.Length; k++)
        {
            question.Answer(answers[k], rows.Span.Slice(k * views.Count, views.Count));
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredOnlineRow> ScanAsync(string view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var question = new FeastQuestion([view], _views);
        var row = new ReadOnlyMemory<byte>[1];
        await foreach (var hashes in ScanAsync(cancellationToken).ConfigureAwait(false))
        {
            var answers = await _connection.RunAsync(
                "Reading rows", multiplexer => HashScan.ForEachAsync(multiplexer, [.. hashes.Select(static hash => hash.Hash)], (database, hash) => database.HashGetAsync(hash, question.Fields)),
                cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < answers.Length; i++)
            {
                question.Answer(answers[i], row);
                if (!row[0].IsEmpty)
                {
                    yield return new StoredOnlineRow(hashes[i].Key, row[0]);
                }
            }
        }
    }

    /// <summary>Removes our rows of a view version, and Feast's fields with them once no version of the view is defined.</summary>
    public async ValueTask DeleteViewAsync(string view, CancellationToken cancellationToken)
    {
        var fields = new List<RedisValue> { StoredField.Of(view) };
        var name = FeastViews.Parse(view).View;
        if (_views.Find(view) is { } feast && !_views.Exists(name))
        {
            fields.Add(feast.View.TimeField);
            fields.AddRange(feast.View.Fields);
        }

        RedisValue[] all = [.. fields];
        await foreach (var hashes in ScanAsync(cancellationToken).ConfigureAwait(false))
        {
            await _connection.RunAsync(
                "Removing a view", multiplexer => HashScan.ForEachAsync(multiplexer, [.. hashes.Select(static hash => hash.Hash)], (database, hash) => database.HashDeleteAsync(hash, all)),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the whole hash of a key, also what Feast's clients wrote into it: whoever removes a key wants nothing of it to stay.</summary>
    public async ValueTask DeleteKeyAsync(EntityKey key, CancellationToken cancellationToken)
        => await _connection.RunAsync("Removing a key", multiplexer => multiplexer.GetDatabase().KeyDeleteAsync(_keys.HashOf(key)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<long> CountAsync(string view, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var _ in ScanAsync(view, cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    /// <summary>The hashes of this project: a pattern also finds those of projects whose names end alike.</summary>
    private async IAsyncEnumerable<IReadOnlyList<(RedisKey Hash, EntityKey Key)>> ScanAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in _hashes.ScanAsync(cancellationToken).ConfigureAwait(false))
        {
            var own = new List<(RedisKey Hash, EntityKey Key)>(page.Count);
            foreach (var hash in page)
            {
                if (_keys.KeyOf(hash) is { } key)
                {
                    own.Add((hash, key));
                }
            }

            if (own.Count > 0)
            {
                yield return own;
            }
        }
    }
}

using System.Security.Cryptography;
using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>
/// All keys of a pattern on all servers, page by page, while writes go on. SCAN gives a key again when the server's table shrinks meanwhile, so what was given is remembered by its hash:
/// about 40 bytes a key. Not thread-safe.
/// </summary>
internal sealed class KeyScan : IDisposable
{
    private readonly IEnumerator<RedisKey> _keys;
    private readonly HashSet<UInt128> _given = [];
    private readonly int _pageSize;
    private readonly Lock _reading = new();
    private volatile bool _isGivenUp;

    private KeyScan(IEnumerable<RedisKey> keys, int pageSize) => (_keys, _pageSize) = (keys.GetEnumerator(), pageSize);

    /// <summary>Begins.</summary>
    internal static KeyScan Begin(ConnectionMultiplexer multiplexer, string pattern, int pageSize)
    {
        var database = multiplexer.GetDatabase().Database;
        var masters = RedisConnection.Masters(multiplexer);
        return new KeyScan(masters.SelectMany(server => server.Keys(database, pattern, pageSize, CommandFlags.DemandMaster)), pageSize);
    }

    /// <summary>The next page; empty at the end. The library reads pages on the calling thread, so another one is taken.</summary>
    internal Task<List<RedisKey>> NextAsync() => Task.Run(Next);

    /// <summary>Gives it up. A page that is being read by then, since nobody waits for it any more, is read to its end first.</summary>
    public void Dispose()
    {
        _isGivenUp = true;
        if (_reading.TryEnter())
        {
            try
            {
                _keys.Dispose();
            }
            finally
            {
                _reading.Exit();
            }
        }
    }

    private List<RedisKey> Next()
    {
        lock (_reading)
        {
            try
            {
                return ReadPage();
            }
            finally
            {
                if (_isGivenUp)
                {
                    _keys.Dispose();
                }
            }
        }
    }

    private List<RedisKey> ReadPage()
    {
        var page = new List<RedisKey>(_pageSize);
        while (!_isGivenUp && page.Count < _pageSize && _keys.MoveNext())
        {
            if (_given.Add(HashOf(_keys.Current)))
            {
                page.Add(_keys.Current);
            }
        }

        return page;
    }

    private static UInt128 HashOf(byte[] key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}

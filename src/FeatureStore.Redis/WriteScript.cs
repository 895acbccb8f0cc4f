using FeatureStore.Ports;
using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>
/// Writes rows on the server, each only if it is newer by (event time, sequence) than what stands there: no other write comes between comparing and setting. Keys are the hashes, repeated as
/// needed; arguments are the milliseconds after which an unwritten key goes (0 for never) and then field and bytes (<see cref="StoredRow"/>) of each. Gives the number of rows that were newer.
/// </summary>
internal static class WriteScript
{
    /// <summary>Rows of one call: enough to hide the way there and back, few enough not to keep others waiting.</summary>
    internal const int MaxRows = 256;

    /// <summary>Bytes of one call after which no further row is taken.</summary>
    internal const int MaxBytes = 1 << 20;

    private const string Text = $$"""
        {{RowScript.Order}}
        local expiry = tonumber(ARGV[1])
        local written = 0
        for i = 1, #KEYS do
          local field, row = ARGV[2 * i], ARGV[2 * i + 1]
          local stored = redis.call('HGET', KEYS[i], field)
          local before = stored and order(stored)
          if stored and not before then
            return redis.error_reply('{{RedisErrors.CorruptReply}} the row of ' .. field .. ' has ' .. #stored .. ' bytes')
          end
          if not stored or isAfter(order(row), before) then
            redis.call('HSET', KEYS[i], field, row)
            written = written + 1
          end
          if expiry > 0 then redis.call('PEXPIRE', KEYS[i], expiry) end
        end
        return written
        """;

    /// <summary>Runs it for rows that stand in one place of a cluster.</summary>
    internal static Task<int> RunAsync(IDatabaseAsync database, RowKeys keys, IReadOnlyList<OnlineWrite> rows, TimeSpan expireAfter)
    {
        var hashes = new RedisKey[rows.Count];
        var arguments = new RedisValue[1 + (2 * rows.Count)];
        arguments[0] = (long)expireAfter.TotalMilliseconds;
        for (var i = 0; i < rows.Count; i++)
        {
            hashes[i] = keys.HashOf(rows[i].Key);
            arguments[1 + (2 * i)] = rows[i].View;
            arguments[2 + (2 * i)] = StoredRow.Of(rows[i]);
        }

        return RowScript.RunAsync(database, Text, hashes, arguments);
    }
}

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

    // Lua knows 64-bit numbers as doubles only, so each half is compared.
    private const string Text = $$"""
        local function order(row)
          if #row <= 16 then return nil end
          local timeLow, timeHigh, sequenceLow, sequenceHigh = struct.unpack('<I4i4I4i4', row)
          return {timeHigh, timeLow, sequenceHigh, sequenceLow}
        end
        local function isAfter(a, b)
          for i = 1, 4 do
            if a[i] ~= b[i] then return a[i] > b[i] end
          end
          return false
        end
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
    internal static async Task<int> RunAsync(IDatabaseAsync database, RowKeys keys, IReadOnlyList<OnlineWrite> rows, TimeSpan expireAfter)
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

        try
        {
            return (int)await database.ScriptEvaluateAsync(Text, hashes, arguments).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The server was started anew or its scripts were flushed, which the library does not see. Sent whole, the script is known there again.
            return (int)await database.ScriptEvaluateAsync(Text, hashes, arguments, CommandFlags.NoScriptCache).ConfigureAwait(false);
        }
    }
}

using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>What all scripts that write rows (<see cref="StoredRow"/>) need.</summary>
internal static class RowScript
{
    /// <summary>Lua: <c>order(row)</c> is the order that a stored row begins with, nil where it is too short; <c>isAfter(a, b)</c> compares two. Lua knows 64-bit numbers as doubles only, so each half is compared.</summary>
    internal const string Order = """
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
        """;

    /// <summary>Runs a script that gives a number.</summary>
    internal static async Task<int> RunAsync(IDatabaseAsync database, string text, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return (int)await database.ScriptEvaluateAsync(text, keys, arguments).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The server was started anew or its scripts were flushed, which the library does not see. Sent whole, the script is known there again.
            return (int)await database.ScriptEvaluateAsync(text, keys, arguments, CommandFlags.NoScriptCache).ConfigureAwait(false);
        }
    }
}

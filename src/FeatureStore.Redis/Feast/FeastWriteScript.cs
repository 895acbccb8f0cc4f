using System.Globalization;
using FeatureStore.Feast;
using FeatureStore.Ports;
using StackExchange.Redis;

namespace FeatureStore.Redis.Feast;

/// <summary>
/// Writes rows on the server, each with what Feast reads of it: our row if it is newer by (event time, sequence) than our stored one; then Feast's fields, unless what stands there has a later event
/// time, or the next version of the view has the same event already. No other write comes between comparing and setting.
/// </summary>
internal static class FeastWriteScript
{
    private const int FixedArguments = 9;

    // Lua knows numbers as doubles only: exact for seconds and nanoseconds. A negative number of seconds has ten bytes; its complement is small, and so exact as well.
    private const string Text = $$"""
        {{RowScript.Order}}
        local function time(bytes)
          local seconds, nanos, at = 0, 0, 1
          while at <= #bytes do
            local tag = string.byte(bytes, at)
            if tag ~= 8 and tag ~= 16 then return nil end
            at = at + 1
            local value, complement, scale, count, more = 0, 0, 1, 0, true
            while more do
              local byte = string.byte(bytes, at)
              if not byte or count == 10 then return nil end
              at = at + 1
              local bits = byte % 128
              value = value + bits * scale
              if count < 9 then complement = complement + (127 - bits) * scale end
              scale = scale * 128
              count = count + 1
              more = byte >= 128
            end
            if count == 10 then value = -complement - 1 end
            if tag == 8 then seconds = value else nanos = value end
          end
          return seconds, nanos
        end
        local function feast(key, row, first, count)
          local nextField, timeField, seconds, nanos, alone = ARGV[first + 2], ARGV[first + 3], tonumber(ARGV[first + 5]), tonumber(ARGV[first + 6]), ARGV[first + 7]
          local later = redis.call('HGET', key, nextField)
          local laterOrder = later and order(later)
          if laterOrder and not isAfter(order(row), laterOrder) then return end
          local stored = redis.call('HGET', key, timeField)
          local isNewest = true
          if stored then
            local storedSeconds, storedNanos = time(stored)
            isNewest = not storedSeconds or seconds > storedSeconds or (seconds == storedSeconds and nanos >= storedNanos)
          end
          if isNewest or alone == '1' then
            local at = first + {{FixedNumber}}
            for i = at, at + 2 * count - 1, 2 do redis.call('HSET', key, ARGV[i], ARGV[i + 1]) end
          end
          if isNewest then redis.call('HSET', key, timeField, ARGV[first + 4]) end
        end
        local expiry = tonumber(ARGV[1])
        local written = 0
        local first = 2
        for i = 1, #KEYS do
          local field, row, count = ARGV[first], ARGV[first + 1], tonumber(ARGV[first + 8])
          local stored = redis.call('HGET', KEYS[i], field)
          local before = stored and order(stored)
          if stored and not before then
            return redis.error_reply('{{RedisErrors.CorruptReply}} the row of ' .. field .. ' has ' .. #stored .. ' bytes')
          end
          if not stored or isAfter(order(row), before) then
            redis.call('HSET', KEYS[i], field, row)
            written = written + 1
            if count > 0 then feast(KEYS[i], row, first, count) end
          end
          if expiry > 0 then redis.call('PEXPIRE', KEYS[i], expiry) end
          first = first + {{FixedNumber}} + 2 * count
        end
        return written
        """;

    private const string FixedNumber = "9";

    /// <summary>Runs it for rows that stand in one place of a cluster.</summary>
    internal static Task<int> RunAsync(IDatabaseAsync database, FeastKeys keys, FeastViews views, IReadOnlyList<OnlineWrite> rows, TimeSpan expireAfter)
    {
        RedisKey[] hashes = [.. rows.Select(row => keys.HashOf(row.Key))];
        var arguments = new List<RedisValue>(1 + (rows.Count * FixedArguments)) { (long)expireAfter.TotalMilliseconds };
        foreach (var row in rows)
        {
            Add(arguments, row, views.Find(row.View));
        }

        return RowScript.RunAsync(database, Text, hashes, [.. arguments]);
    }

    private static void Add(List<RedisValue> arguments, in OnlineWrite row, FeastRow? feast)
    {
        arguments.Add(StoredField.Of(row.View));
        arguments.Add(StoredRow.Of(row));
        if (feast is null)
        {
            arguments.AddRange(["", "", "", 0, 0, "", 0]);
            return;
        }

        var values = feast.View.ValuesOf(row.Row.Span, feast.Feature);
        var (seconds, nanoseconds) = FeastValue.Split(row.EventTime);
        arguments.AddRange(
        [
            feast.NextField, feast.View.TimeField, FeastValue.WriteTime(row.EventTime), seconds.ToString(CultureInfo.InvariantCulture), nanoseconds.ToString(CultureInfo.InvariantCulture),
            feast.Feature is null ? "0" : "1", values.Length,
        ]);
        for (var i = 0; i < values.Length; i++)
        {
            arguments.Add(feast.View.Fields[feast.Feature ?? i]);
            arguments.Add(values[i]);
        }
    }
}

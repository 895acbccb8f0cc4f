using System.Globalization;
using System.Text.Json;
using Catalog.Core.Values;
using FeatureStore.Feast;
using FeatureStore.Redis.Feast;
using StackExchange.Redis;

namespace FeatureStore.Redis.Tests.Feast;

/// <summary>What a Feast 0.66 client wrote into a Redis server (<c>captured-writes.json</c>), byte by byte.</summary>
public sealed class FeastCaptureTests
{
    private static readonly Dictionary<string, DataType> Types = new()
    {
        ["bytes"] = new(ScalarType.Bytes), ["string"] = new(ScalarType.String), ["int32"] = new(ScalarType.Int32), ["int64"] = new(ScalarType.Int64),
        ["double"] = new(ScalarType.Double), ["float"] = new(ScalarType.Float), ["bool"] = new(ScalarType.Bool), ["unix_timestamp"] = new(ScalarType.Timestamp),
    };

    [Fact]
    public void Fields_EveryCapturedValue_IsReadAndWrittenAsItIs()
    {
        var (values, times) = (0, 0);
        foreach (var field in Captured().SelectMany(static key => key.GetProperty("changed_fields").EnumerateArray()))
        {
            var bytes = Convert.FromHexString(field.GetProperty("value_hex").GetString()!);
            var name = field.GetProperty("field").GetString()!;
            if (name.StartsWith("_ts:", StringComparison.Ordinal))
            {
                Assert.Equal(field.GetProperty("field_hex").GetString(), Convert.ToHexStringLower(FeastView.TimeFieldOf(name["_ts:".Length..])));
                var time = DateTimeOffset.Parse(field.GetProperty("value").GetString()!, CultureInfo.InvariantCulture);
                Assert.Equal(Instant.From(time), FeastValue.ReadTime(bytes));
                Assert.Equal(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(FeastValue.WriteTime(Instant.From(time))));
                times++;
                continue;
            }

            var feature = name["murmur3(".Length..^1].Split(':', 2);
            Assert.Equal(field.GetProperty("field_hex").GetString(), Convert.ToHexStringLower(FeastView.FieldOf(feature[0], feature[1])));
            if (TypeOf(field.GetProperty("value")) is { } type)
            {
                var value = FeastValue.Read(bytes, type);
                Assert.Equal(type, value.Type);
                Assert.Equal(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(FeastValue.Write(value)));
                values++;
            }
        }

        Assert.True(values >= 45 && times >= 15, $"{values} values and {times} times were compared.");
    }

    [Fact]
    public void Keys_EveryCapturedOne_IsReadAndWrittenAsItIs()
    {
        var keys = new FeastKeys("demo");
        var names = Captured().Select(static key => key.GetProperty("key_hex").GetString()!).Distinct().ToArray();
        Assert.True(names.Length >= 12);
        foreach (var name in names)
        {
            var key = keys.KeyOf((RedisKey)Convert.FromHexString(name));
            Assert.NotNull(key);

            // A write without the column of an entity-less view: a key that no read of Feast's finds, and so neither does ours.
            Assert.Equal(name == "0000000064656d6f" ? "01000000020000000a0000005f5f64756d6d795f6964020000000000000064656d6f" : name, Convert.ToHexStringLower((byte[])keys.HashOf(key.Value)!));
        }
    }

    private static DataType? TypeOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Select(static member => member.Name).SingleOrDefault() is not { } name)
        {
            return null; // A null, which is no bytes.
        }

        var scalar = name.Replace("_list_val", string.Empty, StringComparison.Ordinal).Replace("_val", string.Empty, StringComparison.Ordinal);
        return new DataType(Types[scalar].Element, name.Contains("_list", StringComparison.Ordinal));
    }

    private static List<JsonElement> Captured()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Feast", "captured-writes.json")));
        return [.. document.RootElement.EnumerateArray().SelectMany(static write => write.GetProperty("keys_changed").EnumerateArray()).Select(static key => key.Clone())];
    }
}

using System.Globalization;
using System.Text.Json;

namespace Catalog.Client;

/// <summary>Reads values of the server's JSON as a type. Times are RFC 3339 or whole seconds since 1970, bytes are base64, NaN and infinities their names.</summary>
internal static class JsonValues
{
    private delegate bool TryGet<T>(JsonElement value, out T result);

    private static readonly Dictionary<Type, Func<JsonElement, object?>> Readers = new()
    {
        [typeof(bool)] = static value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null,
        [typeof(short)] = static value => Number(value, static (JsonElement one, out short number) => one.TryGetInt16(out number)),
        [typeof(int)] = static value => Number(value, static (JsonElement one, out int number) => one.TryGetInt32(out number)),
        [typeof(long)] = static value => Number(value, static (JsonElement one, out long number) => one.TryGetInt64(out number)),
        [typeof(decimal)] = static value => Number(value, static (JsonElement one, out decimal number) => one.TryGetDecimal(out number)),
        [typeof(float)] = static value => value.ValueKind == JsonValueKind.String
            ? Special(value.GetString()) is { } special ? (float)special : null
            : Number(value, static (JsonElement one, out float number) => one.TryGetSingle(out number)),
        [typeof(double)] = static value => value.ValueKind == JsonValueKind.String
            ? Special(value.GetString())
            : Number(value, static (JsonElement one, out double number) => one.TryGetDouble(out number)),
        [typeof(string)] = static value => value.ValueKind == JsonValueKind.String ? value.GetString() : null,
        [typeof(byte[])] = static value => Bytes(value),
        [typeof(ReadOnlyMemory<byte>)] = static value => Bytes(value) is { } bytes ? new ReadOnlyMemory<byte>(bytes) : null,
        [typeof(DateTimeOffset)] = static value => Time(value),
        [typeof(DateTime)] = static value => Time(value)?.UtcDateTime,
        [typeof(object)] = Untyped,
    };

    /// <summary>The value as that type; null for null.</summary>
    /// <exception cref="FormatException">It is none of it.</exception>
    /// <exception cref="NullFoundException">It is a list with a null, and the items cannot be null.</exception>
    internal static object? Read(JsonElement value, Type type)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        if (Readers.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var reader))
        {
            return reader(value) ?? throw Wrong(value);
        }

        return ValueFit.ItemOf(type) is { } item && value.ValueKind == JsonValueKind.Array
            ? ValueFit.MakeList(type, item, [.. value.EnumerateArray().Select(one => Read(one, item))])
            : throw Wrong(value);
    }

    /// <summary>The value as JSON says it: whole numbers are <see cref="long"/> where they fit, others <see cref="double"/>, lists <c>object?[]</c>.</summary>
    internal static object? Untyped(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Array => value.EnumerateArray().Select(Untyped).ToArray(),
        _ => throw Wrong(value),
    };

    private static object? Number<T>(JsonElement value, TryGet<T> get)
        where T : struct => value.ValueKind == JsonValueKind.Number && get(value, out var number) ? number : null;

    private static double? Special(string? name) => name switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => null };

    private static byte[]? Bytes(JsonElement value) => value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? bytes : null;

    private static DateTimeOffset? Time(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var seconds) && seconds is >= -62_135_596_800 and <= 253_402_300_799 => DateTimeOffset.FromUnixTimeSeconds(seconds),
        JsonValueKind.String when DateTimeOffset.TryParse(
            value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        _ => null,
    };

    private static FormatException Wrong(JsonElement value) => new(value.GetRawText());
}

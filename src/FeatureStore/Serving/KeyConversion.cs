using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Serving;

/// <summary>
/// Turns what a client sent for a join key into the key's type, if nothing is lost by that. The type comes from the entity and never from the value:
/// JSON knows one kind of number, and clients send whole numbers as text.
/// </summary>
public static class KeyConversion
{
    /// <summary>2^63, the first double beyond a 64-bit integer.</summary>
    private const double Int64End = 9_223_372_036_854_775_808d;

    /// <summary>Converts, or says why it cannot.</summary>
    /// <param name="given">The value as it came.</param>
    /// <param name="entity">The entity, which names the join key and its type.</param>
    /// <param name="row">Row of the request from 0, which the message counts from 1; null where there is only one.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidEntityValue"/>.</exception>
    public static Value Convert(Value given, Entity entity, int? row) => TryConvert(given, entity.Type.Element, out var key)
        ? key
        : throw new FeatureStoreException(
            FeatureStoreErrorCode.InvalidEntityValue,
            $"The value '{given}' of join key '{entity.JoinKey}'{(row is { } place ? $" in row {place + 1}" : null)} is not of type '{entity.Type}'. {(given.IsNull ? NullAdvice(row) : Advice(entity.Type.Element))}");

    /// <summary>Converts to a type; false when the value does not fit it.</summary>
    public static bool TryConvert(Value given, ScalarType type, out Value key)
    {
        key = given;
        if (given.IsNull || given.Type.IsList)
        {
            return false;
        }

        if (given.Type.Element == type)
        {
            return true;
        }

        switch (type)
        {
            case ScalarType.Int64 when TryGetInt64(given, out var number):
                key = Value.Of(number);
                return true;
            case ScalarType.Int32 when TryGetInt64(given, out var number) && number is >= int.MinValue and <= int.MaxValue:
                key = Value.Of((int)number);
                return true;
            case ScalarType.Timestamp:
                return TryGetInstant(given, out key);
            case ScalarType.Bytes when given.Type.Element == ScalarType.String:
                return TryGetBytes(given.AsString(), out key);
            default:
                return false;
        }
    }

    private static string NullAdvice(int? row) => $"A join key cannot be null; {(row is null ? "give a value" : "leave the row out")}.";

    private static bool TryGetInt64(Value given, out long number)
    {
        number = 0;
        switch (given.Type.Element)
        {
            case ScalarType.Int32 or ScalarType.Int64:
                number = given.AsInt64();
                return true;
            case ScalarType.Float or ScalarType.Double:
                var floating = given.AsDouble();
                if (floating != Math.Truncate(floating) || floating < -Int64End || floating >= Int64End)
                {
                    return false;
                }

                number = (long)floating;
                return true;
            case ScalarType.String:
                return long.TryParse(given.AsString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
            default:
                return false;
        }
    }

    /// <summary>Text is ISO 8601; a number is seconds since 1970, as Feast answers timestamps.</summary>
    private static bool TryGetInstant(Value given, out Value key)
    {
        var isTime = Instant.TryParse(given.Type.Element == ScalarType.String ? given.AsString() : null, out var instant);
        if (!isTime && TryGetInt64(given, out var seconds) && seconds is > long.MinValue / 1_000_000 and < long.MaxValue / 1_000_000)
        {
            (isTime, instant) = (true, new Instant(seconds * 1_000_000));
        }

        key = Value.Of(instant);
        return isTime;
    }

    private static bool TryGetBytes(string text, out Value key)
    {
        var bytes = new byte[text.Length];
        var isBase64 = System.Convert.TryFromBase64String(text, bytes, out var count);
        key = isBase64 ? Value.Of(bytes[..count]) : Value.Null;
        return isBase64;
    }

    /// <summary>What to send for a value of a type.</summary>
    internal static string Advice(ScalarType type) => type switch
    {
        ScalarType.Int32 => "Send a whole number from -2147483648 to 2147483647.",
        ScalarType.Int64 => "Send a whole number of 64 bits, as a number or as its digits.",
        ScalarType.String => "Send it as text, in quotes.",
        ScalarType.Timestamp => "Send ISO 8601 text such as 2026-11-20T12:00:00Z, or whole seconds since 1970.",
        _ => "Send the bytes as base64 text.",
    };
}

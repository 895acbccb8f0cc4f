using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Rows;

namespace FeatureStore.Expressions.Functions;

/// <summary>Distances, hashes and lists.</summary>
internal static class OtherFunctions
{
    /// <summary>Mean radius of the earth in metres (IUGG 1980, R1).</summary>
    private const double EarthRadius = 6_371_008.8;

    internal static readonly Function[] All =
    [
        Call.Of(
            "distance_m(latitude, longitude, latitude, longitude)", [ArgumentKind.Number, ArgumentKind.Number, ArgumentKind.Number, ArgumentKind.Number], 4, Types.Double, Distance),
        Call.Of("hash(x)", ArgumentKind.Anything, Types.Int64, Hash),
        Call.Of("list_length(list)", ArgumentKind.List, Types.Int64, static list => Value.Of((long)list.AsList().Length)),
        Call.Of("list_contains(list, x)", ArgumentKind.List, ArgumentKind.Anything, Types.Bool, static (list, item) => Value.Of(Array.Exists(list.AsList(), element => IsSame(element, item)))),
    ];

    // Haversine: well-conditioned for near points, which features are mostly about.
    private static Value Distance(Value[] arguments)
    {
        var (latitude, longitude) = (Radians(arguments[0]), Radians(arguments[1]));
        var (otherLatitude, otherLongitude) = (Radians(arguments[2]), Radians(arguments[3]));
        var half = Square(Math.Sin((otherLatitude - latitude) / 2)) + (Math.Cos(latitude) * Math.Cos(otherLatitude) * Square(Math.Sin((otherLongitude - longitude) / 2)));
        return Value.Of(2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, half))));
    }

    // The first 64 bits of the SHA-256 of the encoded value: the same on every machine and in every version.
    private static Value Hash(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        new ValueWriter(buffer).WriteValue(value);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, digest);
        return Value.Of(BinaryPrimitives.ReadInt64BigEndian(digest));
    }

    private static bool IsSame(Value element, Value item)
        => !element.IsNull && (element.Type == item.Type || (element.Type.IsNumeric && item.Type.IsNumeric))
            && (element.Type.IsNumeric ? element.AsDouble().Equals(item.AsDouble()) : element == item);

    private static double Radians(Value degrees) => degrees.AsDouble() * Math.PI / 180;

    private static double Square(double number) => number * number;
}

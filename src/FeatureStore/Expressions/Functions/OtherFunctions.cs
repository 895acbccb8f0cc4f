using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Expressions.Syntax;
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
            "distance_m(latitude, longitude, other_latitude, other_longitude)", [ArgumentKind.Number, ArgumentKind.Number, ArgumentKind.Number, ArgumentKind.Number], 4, Types.Double, Distance),
        Call.Of("hash(x)", ArgumentKind.Anything, Types.Int64, Hash),
        Call.Of("list_length(list)", ArgumentKind.List, Types.Int64, static list => Value.Of((long)list.AsList().Length)),
        new("list_contains(list, x)", BindContains),
    ];

    // Haversine: well-conditioned for near points, which features are mostly about.
    private static Value Distance(ReadOnlySpan<Value> arguments)
    {
        if (Math.Abs(arguments[0].AsDouble()) > 90 || Math.Abs(arguments[2].AsDouble()) > 90)
        {
            return Value.Null;
        }

        var (latitude, longitude) = (Radians(arguments[0]), Radians(arguments[1]));
        var (otherLatitude, otherLongitude) = (Radians(arguments[2]), Radians(arguments[3]));
        var half = Square(Math.Sin((otherLatitude - latitude) / 2)) + (Math.Cos(latitude) * Math.Cos(otherLatitude) * Square(Math.Sin((otherLongitude - longitude) / 2)));
        return Value.Of(2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, half))));
    }

    // The first 64 bits of the SHA-256 of the encoded value: the same on every machine and in every version.
    private static Value Hash(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        new ValueWriter(buffer).WriteValue(Normalize(value));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, digest);
        return Value.Of(BinaryPrimitives.ReadInt64BigEndian(digest));
    }

    // Numbers that are equal in one type hash alike: 0 and -0, and all NaN.
    private static Value Normalize(Value value) => value.Type != Types.Double ? value : Value.Of(double.IsNaN(value.AsDouble()) ? double.NaN : value.AsDouble() + 0.0);

    private static TypedNode BindContains(CallNode node, TypedNode[] arguments)
    {
        Call.Check(node, "list_contains(list, x)", arguments, [ArgumentKind.List, ArgumentKind.Anything], required: 2);
        if (arguments[0].Type is not { } list)
        {
            return TypedNode.Null with { Type = Types.Bool };
        }

        var element = new TypedNode(Types.Widen(list with { IsList = false }), static _ => Value.Null, []);
        var item = Comparison.ReadTime(arguments[1], [element], node.Arguments[1]);
        var (_, order) = Comparison.With(item, element, node.Arguments[1]);
        return Arithmetic.Of(Types.Bool, arguments[0], item, (values, value) => Value.Of(Contains(values.AsList(), value, order)));
    }

    private static bool Contains(Value[] values, Value item, Func<Value, Value, int> order)
    {
        foreach (var value in values)
        {
            if (!value.IsNull && order(item, value) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static double Radians(Value degrees) => degrees.AsDouble() * Math.PI / 180;

    private static double Square(double number) => number * number;
}

using System.Text;
using Catalog.Core.Values;

namespace FeatureStore.Tests.Rows;

/// <summary>Values for property tests, with the awkward ones often.</summary>
internal static class RandomValues
{
    internal static readonly ScalarType[] Scalars = [.. Enum.GetValues<ScalarType>().Where(static type => type != ScalarType.Invalid)];

    internal static Value Next(Random random)
    {
        if (random.Next(8) == 0)
        {
            return Value.Null;
        }

        var type = Scalars[random.Next(Scalars.Length)];
        if (random.Next(4) > 0)
        {
            return Scalar(random, type);
        }

        return Value.OfList(type, [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(6) == 0 ? Value.Null : Scalar(random, type))]);
    }

    internal static Value Scalar(Random random, ScalarType type) => type switch
    {
        ScalarType.Bool => Value.Of(random.Next(2) == 1),
        ScalarType.Int32 => Value.Of(Pick(random, int.MinValue, int.MaxValue, 0, random.Next())),
        ScalarType.Int64 => Value.Of(Pick(random, long.MinValue, long.MaxValue, -1, random.NextInt64())),
        ScalarType.Float => Value.Of(Pick(random, float.NaN, float.NegativeInfinity, -0f, (float)random.NextDouble())),
        ScalarType.Double => Value.Of(Pick(random, double.NaN, double.Epsilon, -0.0, random.NextDouble() * 1e300)),
        ScalarType.Timestamp => Value.Of(Pick(random, Instant.MinValue, Instant.MaxValue, default, new Instant(random.NextInt64()))),
        ScalarType.Bytes => Value.Of(Bytes(random)),
        _ => Value.Of(Text(random)),
    };

    internal static byte[] Bytes(Random random)
    {
        var bytes = new byte[Pick(random, 0, 1, 127, random.Next(300))];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var length = Pick(random, 0, 1, 200, random.Next(20)); length > 0; length--)
        {
            text.Append(Pick(random, "a", "ö", "🚌", "\0"));
        }

        return text.ToString();
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}

using Catalog.Core.Values;

namespace FeatureStore.DuckDb.Tests.Support;

/// <summary>Values for property tests: many ordinary ones, some extreme, some null.</summary>
internal static class RandomValues
{
    internal static readonly ScalarType[] Scalars =
    [
        ScalarType.Bool, ScalarType.Int32, ScalarType.Int64, ScalarType.Float, ScalarType.Double, ScalarType.String, ScalarType.Bytes, ScalarType.Timestamp,
    ];

    /// <summary>Every type a column may have.</summary>
    internal static readonly DataType[] Types =
        [.. Scalars.Select(static type => new DataType(type)), .. Scalars.Select(static type => new DataType(type, IsList: true))];

    internal static Value Next(Random random, DataType type)
    {
        if (random.Next(6) == 0)
        {
            return Value.Null;
        }

        if (!type.IsList)
        {
            return NextScalar(random, type.Element);
        }

        var items = new Value[random.Next(8) == 0 ? 300 : random.Next(5)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Next(random, new DataType(type.Element));
        }

        return Value.OfList(type.Element, items);
    }

    private static Value NextScalar(Random random, ScalarType type) => type switch
    {
        ScalarType.Bool => Value.Of(random.Next(2) == 0),
        ScalarType.Int32 => Value.Of(Pick(random, int.MinValue, int.MaxValue, 0, random.Next())),
        ScalarType.Int64 => Value.Of(Pick(random, long.MinValue, long.MaxValue, 0, random.NextInt64())),
        ScalarType.Float => Value.Of(Pick(random, float.NaN, -0f, float.NegativeInfinity, random.NextSingle())),
        ScalarType.Double => Value.Of(Pick(random, double.NaN, -0d, double.Epsilon, random.NextDouble())),
        ScalarType.String => Value.Of(Pick(random, string.Empty, "a\0b", "Zürich 🚌", new string('x', random.Next(60)))),
        ScalarType.Bytes => Value.Of(Pick(random, [], [0], [255, 254], new byte[random.Next(60)])),
        _ => Value.Of(Pick(random, new Instant(-1), Instant.MinValue, Instant.MaxValue, new Instant(random.NextInt64(2_000_000_000_000_000)))),
    };

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}

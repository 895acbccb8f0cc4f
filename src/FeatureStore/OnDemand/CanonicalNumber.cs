using Catalog.Core.Values;

namespace FeatureStore.OnDemand;

/// <summary>
/// There are many bit patterns of NaN and two zeros, and readers of text and writers of files do not keep them apart. What on-demand features read and give has one of each, so that lookups and
/// training sets agree bit for bit.
/// </summary>
public static class CanonicalNumber
{
    /// <summary>The value with one bit pattern for each number; the same value where it has that already.</summary>
    public static Value Of(Value value) => value.Type switch
    {
        { IsList: false, Element: ScalarType.Double } => OfDouble(value),
        { IsList: false, Element: ScalarType.Float } => OfFloat(value),
        { IsList: true, Element: ScalarType.Double or ScalarType.Float } => OfList(value),
        _ => value,
    };

    // Adding 0 makes a 0 of -0 and changes no other number.
    private static Value OfDouble(Value value) => value.AsDouble() is var number && double.IsNaN(number) ? Value.Of(double.NaN) : Value.Of(number + 0.0);

    private static Value OfFloat(Value value) => value.AsFloat() is var number && float.IsNaN(number) ? Value.Of(float.NaN) : Value.Of(number + 0f);

    private static Value OfList(Value value)
    {
        var items = value.AsList();
        for (var i = 0; i < items.Length; i++)
        {
            if (Of(items[i]) != items[i])
            {
                // Lists are not to be changed where they stand.
                return Value.OfList(value.Type.Element, [.. items.Select(Of)]);
            }
        }

        return value;
    }
}

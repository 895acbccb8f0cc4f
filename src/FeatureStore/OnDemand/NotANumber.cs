using Catalog.Core.Values;

namespace FeatureStore.OnDemand;

/// <summary>There are many bit patterns of NaN, and readers of text and files do not agree on one; here is one.</summary>
public static class NotANumber
{
    /// <summary>The value, in which every NaN has the same bits; lists are changed in place.</summary>
    public static Value Canonical(Value value)
    {
        if (value.Type.Element is not (ScalarType.Double or ScalarType.Float))
        {
            return value;
        }

        if (value.Type.IsList)
        {
            var items = value.AsList();
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = Canonical(items[i]);
            }

            return value;
        }

        return double.IsNaN(value.AsDouble()) ? value.Type.Element == ScalarType.Float ? Value.Of(float.NaN) : Value.Of(double.NaN) : value;
    }
}

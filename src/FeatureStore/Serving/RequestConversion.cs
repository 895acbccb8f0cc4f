using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.Selection;

namespace FeatureStore.Serving;

/// <summary>
/// Turns what a client sent for a request value into its type, if nothing is lost by that but digits that a <c>float</c> has no room for. The offline engine reads the columns of entity
/// frames by the same rules.
/// </summary>
internal static class RequestConversion
{
    /// <summary>The largest whole number up to which every one is a double.</summary>
    private const long LargestWholeDouble = 1L << 53;

    /// <summary>The values of all request values, converted; null stays null.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.MissingRequestValue"/>, <see cref="FeatureStoreErrorCode.InvalidRequestValue"/>.</exception>
    internal static Value[][] ConvertAll(OnlineFeaturesRequest request, IReadOnlyList<SelectedRequestValue> wanted)
    {
        var missing = wanted.Where(value => request.FindColumn(value.Name) is null).ToList();
        if (missing.Count > 0)
        {
            // Feast's clients know the first words.
            throw new FeatureStoreException(
                FeatureStoreErrorCode.MissingRequestValue,
                $"Required request data source features [{string.Join(", ", missing.Select(static value => $"'{value.Name}'"))}] not found in the entity rows, but required by feature views " +
                $"{string.Join(", ", missing.Select(static value => $"'{value.View}'").Distinct())}. Give them among the entities, a value for each row.");
        }

        return [.. wanted.Select(value => Convert(request.FindColumn(value.Name)!.Values, value))]; // Checked above.
    }

    /// <summary>Converts to a type; false when the value does not fit it.</summary>
    internal static bool TryConvert(Value given, DataType type, out Value converted)
    {
        converted = given;
        if (given.IsNull)
        {
            return true;
        }

        if (type.IsList)
        {
            return given.Type.IsList && TryConvertItems(given.AsList(), type.Element, out converted);
        }

        switch (type.Element)
        {
            case ScalarType.Double or ScalarType.Float when !given.Type.IsList:
                return TryGetNumber(given, type.Element, out converted);
            case ScalarType.Bool when given.Type == new DataType(ScalarType.String) && bool.TryParse(given.AsString(), out var flag):
                converted = Value.Of(flag);
                return true;
            default:
                return KeyConversion.TryConvert(given, type.Element, out converted);
        }
    }

    private static Value[] Convert(IReadOnlyList<Value> given, SelectedRequestValue wanted)
    {
        var values = new Value[given.Count];
        for (var row = 0; row < values.Length; row++)
        {
            if (!TryConvert(given[row], wanted.Type, out values[row]))
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.InvalidRequestValue,
                    $"The value '{given[row]}' of the request value '{wanted.Name}'{(values.Length == 1 ? null : $" in row {row + 1}")} is not of type '{wanted.Type}', as the on-demand view '{wanted.View}' needs it. {Advice(wanted.Type)}");
            }
        }

        return values;
    }

    private static bool TryConvertItems(Value[] items, ScalarType type, out Value converted)
    {
        var values = new Value[items.Length];
        converted = Value.Null;
        for (var i = 0; i < items.Length; i++)
        {
            if (!TryConvert(items[i], new DataType(type), out values[i]))
            {
                return false;
            }
        }

        converted = Value.OfList(type, values);
        return true;
    }

    private static bool TryGetNumber(Value given, ScalarType type, out Value converted)
    {
        converted = Value.Null;
        double number;
        switch (given.Type.Element)
        {
            case ScalarType.Double or ScalarType.Float:
                number = given.AsDouble();
                break;
            case ScalarType.Int32 or ScalarType.Int64 when given.AsInt64() is >= -LargestWholeDouble and <= LargestWholeDouble:
                number = given.AsInt64();
                break;
            case ScalarType.String when double.TryParse(given.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
                && (double.IsFinite(parsed) || !given.AsString().AsSpan().ContainsAnyInRange('0', '9')):
                number = parsed;
                break;
            default:
                return false;
        }

        if (type == ScalarType.Float && float.IsInfinity((float)number) && double.IsFinite(number))
        {
            return false;
        }

        converted = type == ScalarType.Float ? Value.Of((float)number) : Value.Of(number);
        return true;
    }

    private static string Advice(DataType type) => type switch
    {
        { IsList: true } => $"Send a list of values of type '{type.Element.ToString().ToLowerInvariant()}', or null.",
        { Element: ScalarType.Bool } => "Send true, false or null.",
        { Element: ScalarType.Double or ScalarType.Float } => "Send a number or null.",
        _ => $"{KeyConversion.Advice(type.Element)} Null is taken, too.",
    };
}

namespace Catalog.Core.Values;

/// <summary>The type of a value: a scalar, or a list of one scalar type. Written as <c>int64</c> or <c>list&lt;string&gt;</c>.</summary>
/// <param name="Element">The scalar type, or the type of the elements when <paramref name="IsList"/> is true.</param>
/// <param name="IsList">Whether the value is a list.</param>
/// <remarks>The scalar numbers below 9 equal Feast's <c>ValueType.Enum</c>; a list adds 10 to them.</remarks>
public readonly record struct DataType(ScalarType Element, bool IsList = false)
{
    /// <summary>Names accepted by <see cref="TryParse"/>, in the order in which they are offered in error messages.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["bool", "int32", "int64", "float", "double", "string", "bytes", "timestamp"];

    /// <summary>Whether values of this type are whole or floating numbers.</summary>
    public bool IsNumeric => !IsList && Element is ScalarType.Int32 or ScalarType.Int64 or ScalarType.Float or ScalarType.Double;

    /// <summary>Reads <c>int64</c>, <c>list&lt;int64&gt;</c> and so on; case does not matter. False when the text names no type.</summary>
    public static bool TryParse(string? text, out DataType type)
    {
        type = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var name = text.Trim().ToLowerInvariant();
        var isList = name.StartsWith("list<", StringComparison.Ordinal) && name.EndsWith('>');
        if (isList)
        {
            name = name[5..^1].Trim();
        }

        ScalarType? scalar = name switch
        {
            "bool" or "boolean" => ScalarType.Bool,
            "int32" => ScalarType.Int32,
            "int64" => ScalarType.Int64,
            "float" => ScalarType.Float,
            "double" => ScalarType.Double,
            "string" => ScalarType.String,
            "bytes" => ScalarType.Bytes,
            "timestamp" => ScalarType.Timestamp,
            _ => null,
        };
        if (scalar is null)
        {
            return false;
        }

        type = new DataType(scalar.Value, isList);
        return true;
    }

    /// <inheritdoc />
    public override string ToString()
    {
        var name = Element.ToString().ToLowerInvariant();
        return IsList ? $"list<{name}>" : name;
    }
}

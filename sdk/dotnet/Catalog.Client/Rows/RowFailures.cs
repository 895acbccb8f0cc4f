using System.Globalization;

namespace Catalog.Client;

/// <summary>Says which column does not fit which property, and what would.</summary>
internal static class RowFailures
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
        [typeof(string)] = "string", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(object)] = "object",
    };

    internal static CatalogException WrongType(string attempted, string column, string columnType, string member, Type type, Type right) => Fail(
        attempted, $"the column '{column}' has the type {columnType}, but {member} is '{NameOf(type)}', which does not hold every such value. Make it '{Nullably(right)}'.");

    internal static CatalogException NullFound(string attempted, string column, long? row, string member, Type type, bool isItem)
    {
        var place = row is { } number ? string.Create(CultureInfo.InvariantCulture, $" in row {number}") : string.Empty;
        return isItem
            ? Fail(attempted, $"the column '{column}' holds a list with a null{place}, but {member} is '{NameOf(type)}'. Make its items nullable.")
            : Fail(attempted, $"the column '{column}' is null{place}, but {member} is '{NameOf(type)}'. Make it '{Nullably(type)}'.");
    }

    internal static CatalogException WrongValue(string attempted, string column, long row, string value, string member, Type type) => Fail(
        attempted,
        string.Create(CultureInfo.InvariantCulture, $"the column '{column}' holds {value} in row {row}, but {member} is '{NameOf(type)}'. Give it a type that holds such values."));

    internal static CatalogException NoColumn(string attempted, string member, IEnumerable<string> columns) => Fail(
        attempted, $"there is no column for {member}; the columns are {Listed(columns)}. Name it after one, say which with [JsonPropertyName], or leave it out with [JsonIgnore].");

    internal static CatalogException TwoColumns(string attempted, string member, string first, string second) =>
        Fail(attempted, $"both columns '{first}' and '{second}' fit {member}; say which is meant with [JsonPropertyName].");

    internal static CatalogException NoConstructor(string attempted, Type type) => Fail(
        attempted, $"'{NameOf(type)}' cannot be made: it needs a public constructor without parameters, or exactly one with parameters that are named as columns, as a record has.");

    internal static string NameOf(Type type)
    {
        if (type.IsArray)
        {
            return NameOf(type.GetElementType() ?? typeof(object)) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return NameOf(value) + "?";
        }

        return Keywords.TryGetValue(type, out var keyword) ? keyword
            : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : type.Name;
    }

    private static string Nullably(Type type) => NameOf(type).TrimEnd('?') + "?";

    private static string Listed(IEnumerable<string> columns) => string.Join(", ", columns.Select(static column => $"'{column}'"));

    private static CatalogException Fail(string attempted, string detail) => new(CatalogErrorKind.RowDoesNotFit, CatalogClientCodes.RowDoesNotFit, attempted, detail);
}

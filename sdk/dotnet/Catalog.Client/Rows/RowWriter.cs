using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Catalog.Client;

/// <summary>Writes rows of the caller's as JSON objects: dictionaries by their keys, other objects by their public properties in snake case.</summary>
/// <param name="specialNumbers">Whether NaN and infinities are written as their names; else they are refused.</param>
internal sealed class RowWriter(bool specialNumbers)
{
    /// <summary>A list that holds itself has no end.</summary>
    private const int DeepestList = 16;

    private static readonly ConcurrentDictionary<Type, Column[]> Columns = new();

    /// <summary>Writes a row.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="row">The row.</param>
    /// <param name="number">Its number, from 1, for messages.</param>
    /// <exception cref="ArgumentException">The row is null, or holds a value that no column can have.</exception>
    internal void Write(Utf8JsonWriter json, object? row, long number)
    {
        json.WriteStartObject();
        foreach (var (name, value) in Read(row, number))
        {
            json.WritePropertyName(name);
            WriteValue(json, value, name, number);
        }

        json.WriteEndObject();
    }

    /// <summary>The columns and values of a row.</summary>
    /// <exception cref="ArgumentException">It is no row.</exception>
    internal static IEnumerable<KeyValuePair<string, object?>> Read(object? row, long number) => row switch
    {
        null => throw Wrong($"Row {number} is null; leave it out."),
        IEnumerable<KeyValuePair<string, object?>> pairs => pairs,
        IDictionary pairs => EntriesOf(pairs, number),
        string or IEnumerable or IFormattable or bool => throw Wrong(
            $"Row {number} is of the type '{RowFailures.NameOf(row.GetType())}'; it must be a dictionary from column to value, or an object whose properties are the columns."),
        _ => Columns.GetOrAdd(row.GetType(), ColumnsOf).Select(column => KeyValuePair.Create(column.Name, ValueOf(column, row, number))),
    };

    /// <summary>Writes a value.</summary>
    /// <exception cref="ArgumentException">No column can have it.</exception>
    internal void WriteValue(Utf8JsonWriter json, object? value, string column, long row) => WriteValue(json, value, column, row, depth: 0);

    private void WriteValue(Utf8JsonWriter json, object? value, string column, long row, int depth)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text when IsUnicode(text): json.WriteStringValue(text); break;
            case string: throw Wrong($"Row {row}, column '{column}', holds text that is no Unicode: it has half of a surrogate pair. Replace that, or leave it out.");
            case bool flag: json.WriteBooleanValue(flag); break;
            case double number: WriteNumber(json, number, number.ToString("R", CultureInfo.InvariantCulture), column, row); break;
            case float number: WriteNumber(json, number, number.ToString("R", CultureInfo.InvariantCulture), column, row); break;
            case decimal number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            case long or int or short or sbyte or uint or ushort or byte: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time: json.WriteStringValue(time.UtcDateTime); break;
            case DateTime time: json.WriteStringValue(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time); break;
            case DateOnly day: json.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case Guid id: json.WriteStringValue(id); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case ReadOnlyMemory<byte> bytes: json.WriteBase64StringValue(bytes.Span); break;
            case Memory<byte> bytes: json.WriteBase64StringValue(bytes.Span); break;
            case Enum word: json.WriteStringValue(word.ToString()); break;
            case IEnumerable items and not IDictionary when depth < DeepestList: WriteList(json, items, column, row, depth + 1); break;
            case IEnumerable and not IDictionary: throw Wrong($"Row {row}, column '{column}', holds lists within lists, {DeepestList} deep and more; use a list of single values.");
            default: throw Wrong(
                $"Row {row}, column '{column}', holds a value of the type '{RowFailures.NameOf(value.GetType())}'; use a number, text, a boolean, a time, bytes, or a list of them.");
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> EntriesOf(IDictionary pairs, long number)
    {
        // As entries; a typed dictionary gives its own pairs to foreach.
        var entries = pairs.GetEnumerator();
        using var disposal = entries as IDisposable;
        while (entries.MoveNext())
        {
            yield return KeyValuePair.Create(entries.Key as string ?? throw Wrong($"Row {number} has a column named '{entries.Key}'; names of columns must be text."), entries.Value);
        }
    }

    private static object? ValueOf(Column column, object row, long number)
    {
        try
        {
            return column.Property.GetValue(row);
        }
        catch (TargetInvocationException failure)
        {
            throw new ArgumentException($"Row {number}, column '{column.Name}', cannot be read: {failure.InnerException?.Message}", failure.InnerException);
        }
    }

    private static bool IsUnicode(string text)
    {
        for (var rest = text.AsSpan(); rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at; rest = rest[(at + 2)..])
        {
            if (at + 1 == rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
            {
                return false;
            }
        }

        return true;
    }

    private void WriteList(Utf8JsonWriter json, IEnumerable items, string column, long row, int depth)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            WriteValue(json, item, column, row, depth);
        }

        json.WriteEndArray();
    }

    private void WriteNumber(Utf8JsonWriter json, double number, string text, string column, long row)
    {
        if (double.IsFinite(number))
        {
            // A whole number has its point, so that a column of such is none of whole numbers.
            json.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text);
        }
        else
        {
            json.WriteStringValue(specialNumbers ? text : throw Wrong($"Row {row}, column '{column}', is {text}, which JSON does not know. Leave it out, give null, or send a Parquet file."));
        }
    }

    private static Column[] ColumnsOf(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Where(static property => property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition != JsonIgnoreCondition.Always)
            .Select(static property => new Column(
                property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property)),
    ];

    private static ArgumentException Wrong(string message) => new(message);

    private sealed record Column(string Name, PropertyInfo Property);
}

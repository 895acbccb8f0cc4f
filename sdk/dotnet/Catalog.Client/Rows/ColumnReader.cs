using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Catalog.Client;

/// <summary>Reads values of one type of column as the server writes them in CSV: exactly, since it writes numbers in their shortest text that reads back the same.</summary>
internal abstract class ColumnReader
{
    private static readonly Dictionary<string, ColumnReader> Known = new()
    {
        ["bool"] = new Scalar<bool>(static text => text.SequenceEqual("true"u8)),
        ["int32"] = new Scalar<int>(static text => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        ["int64"] = new Scalar<long>(static text => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        ["float"] = new Scalar<float>(static text => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        ["double"] = new Scalar<double>(static text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        ["timestamp"] = new Scalar<DateTimeOffset>(static text => DateTimeOffset.Parse(
            Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)),
        ["string"] = new Reference<string>(Encoding.UTF8.GetString),
        ["bytes"] = new Reference<byte[]>(FromBase64),
    };

    private delegate T Parse<out T>(ReadOnlySpan<byte> text);

    /// <summary>The type of the values.</summary>
    internal abstract Type ValueType { get; }

    /// <summary>Reads a value, which is not null.</summary>
    /// <exception cref="FormatException">It is none of this type.</exception>
    internal abstract object Read(ReadOnlySpan<byte> text);

    /// <summary>The reader of a type. One that this version does not know is read as text.</summary>
    internal static ColumnReader Of(string type)
    {
        const string List = "list<";
        return type.StartsWith(List, StringComparison.Ordinal) && type.EndsWith('>') ? Of(type[List.Length..^1]).OfList() : Known.GetValueOrDefault(type, Known["string"]);
    }

    private protected abstract ColumnReader OfList();

    /// <summary>The items of a list, which is JSON: null, the text of a number or of a boolean, or what stands in a text.</summary>
    private static List<byte[]?> ReadItems(ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            var items = new List<byte[]?>();
            json.Read();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                items.Add(json.TokenType switch
                {
                    JsonTokenType.Null => null,
                    JsonTokenType.String => Unescape(json),
                    _ => json.ValueSpan.ToArray(),
                });
            }

            return items;
        }
        catch (JsonException failure)
        {
            throw new FormatException($"'{Encoding.UTF8.GetString(text)}' is no list: {failure.Message}", failure);
        }
    }

    private static byte[] Unescape(in Utf8JsonReader json)
    {
        var buffer = new byte[json.ValueSpan.Length];
        return buffer[..json.CopyString(buffer)];
    }

    private static byte[] FromBase64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out _, out var count) == System.Buffers.OperationStatus.Done
            ? bytes[..count]
            : throw new FormatException($"'{Encoding.UTF8.GetString(text)}' is no base64.");
    }

    private sealed class Scalar<T>(Parse<T> parse) : ColumnReader
        where T : struct
    {
        internal override Type ValueType => typeof(T);

        internal override object Read(ReadOnlySpan<byte> text) => parse(text);

        private protected override ColumnReader OfList() => new ListOf<T?>(text => parse(text));
    }

    private sealed class Reference<T>(Parse<T> parse) : ColumnReader
        where T : class
    {
        internal override Type ValueType => typeof(T);

        internal override object Read(ReadOnlySpan<byte> text) => parse(text);

        private protected override ColumnReader OfList() => new ListOf<T?>(text => parse(text));
    }

    private sealed class ListOf<T>(Parse<T> parse) : ColumnReader
    {
        internal override Type ValueType => typeof(T[]);

        internal override object Read(ReadOnlySpan<byte> text)
        {
            var items = ReadItems(text);
            var values = new T?[items.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = items[i] is { } item ? parse(item) : default;
            }

            return values;
        }

        private protected override ColumnReader OfList() => throw new FormatException("There are no lists of lists.");
    }
}

using System.Text;

namespace Catalog.Client;

/// <summary>The columns of rows, and how their values are read.</summary>
internal sealed class RowSchema
{
    private readonly ColumnReader[] _readers;
    private readonly Dictionary<string, int> _places;

    internal RowSchema(IReadOnlyList<DatasetColumn> columns)
    {
        Columns = columns;
        _readers = [.. columns.Select(static column => ColumnReader.Of(column.Type))];
        _places = new Dictionary<string, int>(columns.Count, StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            _places.TryAdd(columns[i].Name, i);
        }
    }

    internal IReadOnlyList<DatasetColumn> Columns { get; }

    /// <summary>Place of the column of that name; -1 when there is none.</summary>
    internal int Find(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>The values of a CSV record. Nothing between two commas is null; empty text stands in quotes.</summary>
    /// <exception cref="FormatException">The record has other columns or a value of another type.</exception>
    internal object?[] Read(ReadOnlySpan<byte> record)
    {
        var values = new object?[_readers.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                record = record is [(byte)',', ..] ? record[1..] : throw new FormatException($"it has {i} of {values.Length} columns");
            }

            values[i] = ReadField(i, ref record);
        }

        return record.IsEmpty ? values : throw new FormatException($"behind the {values.Length} columns stands '{Encoding.UTF8.GetString(record)}'");
    }

    /// <summary>The names in the first record of CSV.</summary>
    internal static string[] ReadNames(ReadOnlySpan<byte> record)
    {
        var names = new List<string>();
        while (true)
        {
            names.Add(Encoding.UTF8.GetString(TakeField(ref record, out _)));
            if (record.IsEmpty)
            {
                return [.. names];
            }

            record = record[1..];
        }
    }

    private object? ReadField(int column, ref ReadOnlySpan<byte> record)
    {
        var text = TakeField(ref record, out var isQuoted);
        if (text.IsEmpty && !isQuoted)
        {
            return null;
        }

        try
        {
            return _readers[column].Read(text);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            throw new FormatException($"column '{Columns[column].Name}' of the type {Columns[column].Type} holds '{Encoding.UTF8.GetString(text)}'", failure);
        }
    }

    private static ReadOnlySpan<byte> TakeField(ref ReadOnlySpan<byte> record, out bool isQuoted)
    {
        isQuoted = record is [(byte)'"', ..];
        if (!isQuoted)
        {
            var comma = record.IndexOf((byte)',');
            var plain = comma < 0 ? record : record[..comma];
            record = record[plain.Length..];
            return plain;
        }

        var (end, hasQuotes) = (1, false);
        while (true)
        {
            var at = record[end..].IndexOf((byte)'"');
            if (at < 0)
            {
                throw new FormatException("a quote is not closed");
            }

            end += at + 1;
            if (end == record.Length || record[end] != '"')
            {
                break;
            }

            (end, hasQuotes) = (end + 1, true);
        }

        var text = record[1..(end - 1)];
        record = record[end..];
        return hasQuotes ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("\"\"", "\"", StringComparison.Ordinal)) : text;
    }
}

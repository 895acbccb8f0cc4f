using System.Text;

namespace Catalog.Web.ViewModels;

/// <summary>Values in one text field, separated by commas. A value that holds a comma, a quote or space at an end is written in double quotes, in which a quote is doubled.</summary>
public static class KeyList
{
    /// <summary>Reads the values. Space around them does not count, and neither do empty ones unless quoted.</summary>
    public static IReadOnlyList<string> Read(string? text)
    {
        var values = new List<string>();
        var rest = (text ?? string.Empty).AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            if (rest[0] == '"')
            {
                values.Add(ReadQuoted(ref rest));
            }
            else
            {
                var end = rest.IndexOf(',') is var comma && comma < 0 ? rest.Length : comma;
                AddUnlessEmpty(values, rest[..end].Trim());
                rest = rest[end..];
            }

            rest = rest.TrimStart();
            rest = rest.IsEmpty || rest[0] != ',' ? rest : rest[1..].TrimStart();
        }

        return values;
    }

    /// <summary>Writes values so that <see cref="Read"/> gives them back.</summary>
    public static string Write(IEnumerable<string> values, string separator = ", ") => string.Join(separator, values.Select(Quote));

    private static string Quote(string value)
        => value.Length > 0 && value.Trim().Length == value.Length && !value.Contains(',') && !value.Contains('"')
            ? value
            : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void AddUnlessEmpty(List<string> values, ReadOnlySpan<char> value)
    {
        if (!value.IsEmpty)
        {
            values.Add(value.ToString());
        }
    }

    /// <summary>Takes a quoted value; one that is never closed goes on to the end.</summary>
    private static string ReadQuoted(ref ReadOnlySpan<char> rest)
    {
        var value = new StringBuilder();
        var place = 1;
        for (; place < rest.Length; place++)
        {
            if (rest[place] != '"')
            {
                value.Append(rest[place]);
            }
            else if (place + 1 < rest.Length && rest[place + 1] == '"')
            {
                value.Append('"');
                place++;
            }
            else
            {
                break;
            }
        }

        rest = rest[Math.Min(place + 1, rest.Length)..];
        return value.ToString();
    }
}

using System.Text;

namespace Catalog.Cli.Features;

/// <summary>Reads <c>--key name=value,value</c>. A backslash takes the character after it as it is, so that values may hold commas.</summary>
internal static class KeyValues
{
    /// <summary>The name and the values; null when there is no name or no value.</summary>
    internal static (string Name, IReadOnlyList<string> Values)? Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
        {
            return null;
        }

        return (text[..equals], Split(text[(equals + 1)..]));
    }

    private static List<string> Split(string text)
    {
        var values = new List<string>();
        var value = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                value.Append(text[++i]);
            }
            else if (text[i] == ',')
            {
                values.Add(value.ToString());
                value.Clear();
            }
            else
            {
                value.Append(text[i]);
            }
        }

        values.Add(value.ToString());
        return values;
    }
}

using System.Globalization;
using System.Text;

namespace Catalog.Web.Formatting;

/// <summary>Reads and writes addresses.</summary>
public static class Addresses
{
    /// <summary>A whole number from 0 that an address gives; 0 when it gives none or something else, since what a visitor types must not break a page.</summary>
    public static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A number as an address gives it; null, which is left out, for 0.</summary>
    public static string? Number(int number) => number > 0 ? number.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>The steps of an absolute address's path, unescaped.</summary>
    public static string[] Steps(string address)
        => [.. new Uri(address).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>The path with those parameters that have a value, escaped, in the order given.</summary>
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var address = new StringBuilder(path);
        var mark = '?';
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrEmpty(value))
            {
                address.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                mark = '&';
            }
        }

        return address.ToString();
    }
}

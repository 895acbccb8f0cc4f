using System.Globalization;

namespace Catalog.Core.Text;

/// <summary>Names as a sentence tells them. Thread-safe.</summary>
public static class NameList
{
    /// <summary>As many as are read and not passed over.</summary>
    private const int Most = 10;

    /// <summary>The names in single quotes and in their order, such as <c>'a', 'b'</c>; of more than ten the first ten and how many follow: <c>... and 3 more</c>.</summary>
    public static string Of(IReadOnlyCollection<string> names)
    {
        var told = string.Join(", ", names.Take(Most).Select(static name => $"'{name}'"));
        return names.Count > Most ? string.Create(CultureInfo.InvariantCulture, $"{told} and {names.Count - Most:N0} more") : told;
    }
}

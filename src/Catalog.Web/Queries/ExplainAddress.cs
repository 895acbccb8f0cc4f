using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Queries;

/// <summary>Where values are explained.</summary>
internal static class ExplainAddress
{
    /// <summary>The page for one value.</summary>
    /// <param name="view">Address of the view, with its version where that is not the newest.</param>
    /// <param name="feature">Name of the feature.</param>
    /// <param name="keys">Join keys with their values.</param>
    /// <param name="at">The moment; null for now.</param>
    /// <param name="sequence">The last sequence that a logged lookup had seen; null for all.</param>
    internal static string Of(string view, string feature, IEnumerable<(string Name, string Value)> keys, string? at = null, string? sequence = null)
        => Addresses.Of(
            $"{view}/explain/{Uri.EscapeDataString(feature)}",
            [.. keys.Select(static key => (Uri.EscapeDataString(ExplainForm.FieldOf(key.Name)), (string?)key.Value)), (ExplainForm.AtField, at), (ExplainForm.SequenceField, sequence)]);

    /// <summary>The join keys of a key that was written as <c>branch=north, customer_id=17850</c>, ordered by name; null when it was not.</summary>
    internal static IReadOnlyList<(string Name, string Value)>? KeysOf(string text, IReadOnlyList<string> joinKeys)
    {
        var keys = new List<(string, string)>();
        var names = joinKeys.Order(StringComparer.Ordinal).ToList();
        var rest = text;
        for (var i = 0; i < names.Count; i++)
        {
            var next = i + 1 < names.Count ? rest.IndexOf($", {names[i + 1]}=", StringComparison.Ordinal) : rest.Length;
            if (next < 0 || !rest.StartsWith(names[i] + "=", StringComparison.Ordinal))
            {
                return null;
            }

            keys.Add((names[i], rest[(names[i].Length + 1)..next]));
            rest = i + 1 < names.Count ? rest[(next + 2)..] : string.Empty;
        }

        return keys;
    }
}

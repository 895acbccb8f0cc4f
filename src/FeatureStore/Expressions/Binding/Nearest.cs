using Catalog.Core.Text;

namespace FeatureStore.Expressions.Binding;

/// <summary>What to write in place of a name that is not known.</summary>
internal static class Nearest
{
    /// <summary>The name that was probably meant, or all of them.</summary>
    internal static string Hint(string given, IEnumerable<string> names)
    {
        const int most = 12;
        var known = names.Order(StringComparer.Ordinal).ToList();
        var near = known.Find(name => name.Equals(given, StringComparison.OrdinalIgnoreCase))
            ?? known.Where(name => given.Length < 100 && EditDistance.Between(name, given) <= 2).MinBy(name => EditDistance.Between(name, given));
        return near is not null
            ? $"The nearest is '{near}'."
            : "There are " + string.Join(", ", known.Take(most).Select(static name => $"'{name}'")) + (known.Count > most ? $" and {known.Count - most} more." : ".");
    }
}

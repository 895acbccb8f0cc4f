using Catalog.Core.Text;

namespace FeatureStore.Expressions.Binding;

/// <summary>What to write in place of a name that is not known.</summary>
internal static class Nearest
{
    /// <summary>The name that was probably meant; null when none is near.</summary>
    internal static string? Find(string given, IEnumerable<string> names)
    {
        var known = names.Order(StringComparer.Ordinal).ToList();
        return known.Find(name => name.Equals(given, StringComparison.OrdinalIgnoreCase))
            ?? known.Where(name => given.Length < 100 && EditDistance.Between(name, given) <= 2).MinBy(name => EditDistance.Between(name, given));
    }

    /// <summary>All names, as a sentence.</summary>
    internal static string ListOf(IEnumerable<string> names) => $"There are {NameList.Of([.. names.Order(StringComparer.Ordinal)])}.";
}

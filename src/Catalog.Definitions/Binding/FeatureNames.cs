using Catalog.Core.Errors;

namespace Catalog.Definitions.Binding;

/// <summary>Finds names for features that have none, or one that another has.</summary>
internal static class FeatureNames
{
    // What a computed name may have of an expression; more of it tells nobody anything.
    private const int LongestPart = 40;

    /// <summary>What mends the absence of a name: one made of what the feature is computed from, where there is something.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="taken">The names of the others.</param>
    public static Fix Missing(MappingReader feature, IReadOnlyCollection<string> taken)
    {
        const string rule = "Add 'name:' with letters, digits and '_'";
        string?[] parts = feature.Peek("aggregate") is not null ? [PartOf(feature, "of"), PartOf(feature, "aggregate"), PartOf(feature, "window")] : [PartOf(feature, "from") ?? PartOf(feature, "expression")];
        var name = NameRules.ToColumnName(string.Join('_', parts.OfType<string>()));
        if (name is null || NameRules.IsReservedFeature(name))
        {
            return new Fix(rule + ".");
        }

        var free = taken.Contains(name, StringComparer.OrdinalIgnoreCase) ? Free(name, taken) : name;
        return new Fix($"{rule}, such as '{free}'.", FindingEdit.Write(free));
    }

    /// <summary>A name like another one that no feature has: with the first number from 2 that is free.</summary>
    public static string Free(string name, IReadOnlyCollection<string> taken)
    {
        for (var number = 2; ; number++)
        {
            var candidate = $"{name[..Math.Min(name.Length, NameRules.LongestName - 10)]}_{number}";
            if (!taken.Contains(candidate, StringComparer.OrdinalIgnoreCase))
            {
                return candidate;
            }
        }
    }

    private static string? PartOf(MappingReader feature, string key)
    {
        var text = feature.Peek(key) ?? string.Empty;
        var part = NameRules.ToNamePart(text);
        return part.Length == 0 ? null : part[..Math.Min(part.Length, LongestPart)];
    }
}

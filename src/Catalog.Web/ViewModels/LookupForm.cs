namespace Catalog.Web.ViewModels;

/// <summary>What the lookup form of a feature view holds; it is the address's query, so that a lookup can be linked.</summary>
/// <param name="Keys">The text of each join key's field.</param>
/// <param name="Features">The text of the features' field.</param>
/// <param name="IsAsked">Whether the address asks for a lookup; otherwise the fields hold examples.</param>
public sealed record LookupForm(IReadOnlyDictionary<string, string> Keys, string Features, bool IsAsked)
{
    /// <summary>Name of the features' field.</summary>
    public const string FeaturesField = "features";

    /// <summary>Parts of the address that mean something else.</summary>
    private static readonly string[] Taken = [FeaturesField, "feature", "theme", "density", "version"];

    /// <summary>Name of a join key's field: the join key itself, unless that is taken.</summary>
    public static string FieldOf(string joinKey) => Taken.Contains(joinKey) ? "key." + joinKey : joinKey;

    /// <summary>Reads the query of an address.</summary>
    /// <param name="query">The value of each part of the query.</param>
    /// <param name="joinKeys">Join keys of the view.</param>
    /// <param name="examples">What the fields of join keys hold before anything is asked.</param>
    /// <param name="features">What the features' field holds then.</param>
    public static LookupForm Read(
        IReadOnlyDictionary<string, string> query, IReadOnlyList<string> joinKeys, IReadOnlyDictionary<string, string> examples, string features)
    {
        var isAsked = query.ContainsKey(FeaturesField) || joinKeys.Any(joinKey => query.ContainsKey(FieldOf(joinKey)));
        return new LookupForm(
            joinKeys.ToDictionary(
                static joinKey => joinKey, joinKey => (isAsked ? query.GetValueOrDefault(FieldOf(joinKey)) : examples.GetValueOrDefault(joinKey)) ?? string.Empty),
            query.GetValueOrDefault(FeaturesField) ?? features,
            isAsked);
    }
}

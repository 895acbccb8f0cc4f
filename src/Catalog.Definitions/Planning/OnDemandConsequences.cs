using Catalog.Core.Model;
using FeatureStore.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Says what a new version of an on-demand view means to its readers. Nothing is stored, so nothing is computed again.</summary>
internal static class OnDemandConsequences
{
    public static Consequence Of(OnDemandFeatureView before, OnDemandFeatureView after, IReadOnlyList<DefinitionId> readers)
    {
        string[] losses = [.. Losses(before, after)];
        string[] needs = [.. Needs(before, after)];
        if (losses.Length + needs.Length == 0)
        {
            return new Consequence(ConsequenceKind.ReadersAffected, $"Readers of '{after.Name}' get {ModelVersions.Words(after.Version)} with their next request.", readers);
        }

        var parts = new[] { Part("lose", losses), Part("must send", needs) }.OfType<string>();
        return new Consequence(ConsequenceKind.ReadersBroken, $"Readers of '{after.Name}' {string.Join(", and ", parts)}.", readers);
    }

    private static string? Part(string verb, string[] names) => names.Length == 0 ? null : $"{verb} {string.Join(", ", names)}";

    private static IEnumerable<string> Losses(OnDemandFeatureView before, OnDemandFeatureView after)
        => from feature in before.Features
           let now = after.Features.FirstOrDefault(candidate => candidate.Name == feature.Name)
           where now is null || now.Type != feature.Type
           select now is null ? $"'{feature.Name}'" : $"'{feature.Name}' as {feature.Type}";

    private static IEnumerable<string> Needs(OnDemandFeatureView before, OnDemandFeatureView after)
    {
        var known = before.Requests.SelectMany(static request => request.Schema).Select(static value => (value.Name, value.Type)).ToHashSet();
        return after.Requests.SelectMany(static request => request.Schema).Where(value => !known.Contains((value.Name, value.Type))).Select(static value => $"'{value.Name}' as {value.Type}");
    }
}

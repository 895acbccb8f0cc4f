using Catalog.Core.Model;
using Catalog.Definitions.Model;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Says what follows from a change of one definition.</summary>
internal static class Consequences
{
    public static IReadOnlyList<Consequence> Of(DefinitionSet current, DefinitionParts next, DefinitionId id) => (current.FindModel(id), next.Models.GetValueOrDefault(id)) switch
    {
        (FeatureView before, FeatureView after) when before.Version != after.Version => [Backfill(id, after), OfReaders(current, id, before, after)],
        (null, FeatureView after) => [Backfill(id, after)],
        (OnDemandFeatureView before, OnDemandFeatureView after) when before.Version != after.Version => [OnDemandConsequences.Of(before, after, Readers(current, id))],
        (Source before, Source after) => SourceConsequences.Of(current, before, after),
        (null, Source { From: { } stream }) => [new Consequence(ConsequenceKind.Backfill, $"The events of '{id.Name}' are made of all events of '{stream}'.", [id])],
        (Contract, Contract) => OfContract(current, id),
        _ => [],
    };

    private static Consequence Backfill(DefinitionId id, FeatureView view) => new(
        ConsequenceKind.Backfill,
        $"{ModelVersions.Words(view.Version)} of '{id.Name}' is computed from all events of '{view.Source}'.",
        [id]);

    private static Consequence OfReaders(DefinitionSet current, DefinitionId id, FeatureView before, FeatureView after)
    {
        var readers = Readers(current, id);
        var losses = Losses(before, after).ToList();
        return losses.Count > 0
            ? new Consequence(ConsequenceKind.ReadersBroken, $"Readers of '{id.Name}' lose {string.Join(", ", losses)}.", readers)
            : new Consequence(ConsequenceKind.ReadersAffected, $"Readers of '{id.Name}' read {ModelVersions.Words(after.Version)} once it is computed.", readers);
    }

    private static IEnumerable<string> Losses(FeatureView before, FeatureView after)
    {
        if (!before.Entities.Select(static entity => (entity.JoinKey, entity.Type)).SequenceEqual(after.Entities.Select(static entity => (entity.JoinKey, entity.Type))))
        {
            yield return "the key";
        }

        foreach (var feature in before.Features)
        {
            var now = after.Features.FirstOrDefault(candidate => candidate.Name == feature.Name);
            if (now is null)
            {
                yield return $"'{feature.Name}'";
            }
            else if (now.Type != feature.Type)
            {
                yield return $"'{feature.Name}' as {feature.Type}";
            }
        }
    }

    private static IReadOnlyList<Consequence> OfContract(DefinitionSet current, DefinitionId id)
    {
        var sources = current.UsersOf(id).Where(static user => user.Kind == DefinitionKind.Source).ToList();
        return sources.Count == 0
            ? []
            : [new Consequence(ConsequenceKind.ReadersAffected, $"New events are checked against the new '{id.Name}'; what was refused before can be replayed.", sources)];
    }

    private static IReadOnlyList<DefinitionId> Readers(DefinitionSet current, DefinitionId id)
        => [.. current.WithAllUsers([id]).Where(user => user != id).OrderBy(static user => user.Kind).ThenBy(static user => user.Name, StringComparer.Ordinal)];
}

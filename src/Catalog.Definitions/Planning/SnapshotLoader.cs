using System.Text.Json;
using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Linking;
using Catalog.Definitions.Model;
using Catalog.Definitions.Ports;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Builds the definitions in force from what is stored.</summary>
internal static class SnapshotLoader
{
    /// <summary>
    /// Reads and links all stored documents. One that this version of the program no longer accepts is left out, with its findings: the others
    /// must go on working.
    /// </summary>
    public static (DefinitionSet Set, IReadOnlyList<Finding> Findings) Load(DefinitionSnapshot snapshot)
    {
        var findings = new FindingList();
        var heads = snapshot.Heads.Where(static version => !version.IsRemoved).ToDictionary(static version => version.Id);
        var drafts = ReadDrafts(heads.Values, findings);
        var link = Linker.Link(new DraftOverlay(new Dictionary<DefinitionId, Draft>(), drafts), drafts.Keys.ToHashSet(), new Dictionary<DefinitionId, object>());
        findings.AddRange(link.Findings.Where(static finding => finding.Severity == FindingSeverity.Error));

        var models = link.Models.ToDictionary(static pair => pair.Key, pair => ModelVersions.With(pair.Value, heads[pair.Key].ModelVersion));
        var parts = new DefinitionParts
        {
            Revision = snapshot.Revision,
            Drafts = drafts.Where(pair => models.ContainsKey(pair.Key)).ToDictionary(),
            Models = models,
            Definitions = new Dictionary<DefinitionId, Definition>(),
            References = link.References.Where(reference => models.ContainsKey(reference.User)).ToHashSet(),
            History = ReadHistory(snapshot.History, models),
            Counters = snapshot.Heads.ToDictionary(static version => version.Id, static version => new VersionCounter(version.Number, version.ModelVersion)),
        };
        parts = parts with { Definitions = models.Keys.ToDictionary(static id => id, id => Committer.ToDefinition(heads[id], parts)) };
        return (new DefinitionSet(parts), findings.ToSorted());
    }

    private static Dictionary<DefinitionId, Draft> ReadDrafts(IEnumerable<DefinitionVersion> heads, FindingList findings)
    {
        var drafts = new Dictionary<DefinitionId, Draft>();
        foreach (var version in heads)
        {
            foreach (var document in DocumentBinder.BindFile(version.Path, version.Text))
            {
                findings.AddRange(document.Findings.Where(static finding => finding.Severity == FindingSeverity.Error));
                if (document.Draft is { } draft && draft.Id == version.Id)
                {
                    drafts[draft.Id] = draft;
                }
            }
        }

        return drafts;
    }

    // The version in force is the one that is linked, not its copy.
    private static Dictionary<(DefinitionId, int), object> ReadHistory(
        IEnumerable<DefinitionVersion> versions, Dictionary<DefinitionId, object> models)
    {
        var history = new Dictionary<(DefinitionId, int), object>();
        foreach (var version in versions)
        {
            if (ReadModel(version) is { } model)
            {
                history[(version.Id, version.ModelVersion)] = model;
            }
        }

        foreach (var (id, model) in models.Where(static pair => ModelVersions.Of(pair.Value) > 0))
        {
            history[(id, ModelVersions.Of(model))] = model;
        }

        return history;
    }

    private static object? ReadModel(DefinitionVersion version)
    {
        try
        {
            return version.Id.Kind switch
            {
                DefinitionKind.FeatureView => DefinitionJson.Read<FeatureView>(version.Model),
                DefinitionKind.OnDemandFeatureView => DefinitionJson.Read<OnDemandFeatureView>(version.Model),
                DefinitionKind.Source => DefinitionJson.Read<Source>(version.Model),
                _ => null,
            };
        }
        catch (JsonException exception)
        {
            throw new DefinitionsException(
                DefinitionsErrorCode.CorruptCatalogue,
                $"Version {version.Number} of '{version.Id}' cannot be read from the catalogue: {exception.Message} Restore the catalogue from a backup.");
        }
    }
}

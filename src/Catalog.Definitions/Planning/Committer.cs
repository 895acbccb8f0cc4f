using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Definitions.Ports;

namespace Catalog.Definitions.Planning;

/// <summary>Turns a valid plan into the versions to store and the definitions that are in force after it.</summary>
internal static class Committer
{
    public static (DefinitionRevision Revision, DefinitionSet Next) Commit(DefinitionSet current, PlanOutcome outcome, ApplyRequest request, Instant time)
    {
        var parts = outcome.Next ?? throw new InvalidOperationException("A plan with errors cannot be committed.");
        var number = current.Revision + 1;
        var definitions = new Dictionary<DefinitionId, Definition>(current.Parts.Definitions);
        var counters = new Dictionary<DefinitionId, VersionCounter>(current.Parts.Counters);
        var versions = new List<DefinitionVersion>();
        foreach (var change in outcome.Plan.Changes)
        {
            var version = ToVersion(current, outcome, change, request, number, time);
            versions.Add(version);
            counters[change.Id] = new VersionCounter(version.Number, Math.Max(version.ModelVersion, counters.GetValueOrDefault(change.Id).ModelVersion));
            if (version.IsRemoved)
            {
                definitions.Remove(change.Id);
            }
            else
            {
                definitions[change.Id] = ToDefinition(version, parts);
            }
        }

        var next = new DefinitionSet(parts with { Revision = number, Definitions = definitions, Counters = counters });
        return (new DefinitionRevision(number, versions), next);
    }

    /// <summary>The definition that a stored version puts in force.</summary>
    public static Definition ToDefinition(DefinitionVersion version, DefinitionParts parts) => new()
    {
        Id = version.Id,
        Domain = parts.Drafts.GetValueOrDefault(version.Id)?.HomeDomain,
        Owner = parts.Drafts.GetValueOrDefault(version.Id)?.Owner?.Value,
        Path = version.Path,
        Text = version.Text,
        Number = version.Number,
        ModelVersion = version.ModelVersion,
        Revision = version.Revision,
        Author = version.Author,
        ChangedAt = version.ChangedAt,
        Message = version.Message,
    };

    private static DefinitionVersion ToVersion(
        DefinitionSet current, PlanOutcome outcome, PlannedChange change, ApplyRequest request, long revision, Instant time)
    {
        var isRemoved = change.Change == ChangeKind.Removed;
        var before = current.Find(change.Id);
        var model = isRemoved ? current.FindModel(change.Id) : outcome.Next!.Models[change.Id]; // Checked by the caller.
        return new DefinitionVersion
        {
            Id = change.Id,
            Number = change.Number,
            ModelVersion = change.ModelVersion,
            IsRemoved = isRemoved,
            Path = change.Path,
            Text = outcome.Incoming.GetValueOrDefault(change.Id)?.Text ?? before?.Text ?? string.Empty,
            Model = model is null ? "null" : DefinitionJson.Write(model),
            Revision = revision,
            Author = request.Author,
            ChangedAt = time,
            Message = request.Message,
        };
    }
}

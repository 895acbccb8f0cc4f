using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Lineage.Model;
using Lineage.Ports;
using Lineage.Runs;

namespace Catalog.Web.Queries.Flow;

/// <summary>Finds where to begin when the lineage page is asked for nothing in particular. Thread-safe.</summary>
public sealed class LineageStart(IRunQueries runs, IRunStore uses, DefinitionRegistry registry)
{
    private const int MostRuns = 25;

    /// <summary>The definitions of a kind, by name, each with its lineage.</summary>
    public IReadOnlyList<StartEntry> Of(DefinitionKind kind) =>
    [
        .. registry.Current.Definitions.Where(definition => definition.Id.Kind == kind)
            .Select(definition => (Document: SearchDocuments.Of(definition, registry.Current), Href: OwnDatasets.HrefOf(definition.Id)))
            .Where(static found => found.Href is not null)
            .Select(static found => new StartEntry(
                found.Document.Title, found.Document.Title == found.Document.Id.Name, found.Href ?? string.Empty, found.Document.Description)),
    ];

    /// <summary>The datasets that the latest runs wrote, latest first.</summary>
    public async Task<IReadOnlyList<ChangedDataset>> ChangedLatelyAsync(CancellationToken cancellationToken)
    {
        var changed = new Dictionary<DatasetId, ChangedDataset>();
        var page = await runs.ListAsync(new RunFilter { Limit = MostRuns }, cancellationToken);
        foreach (var run in page.Runs)
        {
            foreach (var use in await uses.ListRunDatasetsAsync(new RunKey(run.RunId, run.Job), cancellationToken))
            {
                if (use.Direction == DatasetDirection.Output)
                {
                    var (kind, title, _) = OwnDatasets.Read(use.Dataset);
                    changed.TryAdd(use.Dataset, new ChangedDataset(title, kind, OwnDatasets.HrefOf(use.Dataset.ToString()), run.LastSeen, run));
                }
            }
        }

        return [.. changed.Values.OrderByDescending(static dataset => dataset.At)];
    }
}

/// <summary>A definition to begin at.</summary>
public sealed record StartEntry(string Title, bool IsIdentifier, string Href, string Description);

/// <summary>A dataset that a run wrote lately.</summary>
public sealed record ChangedDataset(string Title, FlowKind Kind, string Href, Instant At, RunSummary Run);

using Catalog.Core.Model;
using Catalog.Core.Text;
using Catalog.Definitions;
using FeatureStore;
using FeatureStore.Ports;
using Ingestion.Model;
using Ingestion.Ports;
using Lineage;
using Lineage.Ports;
using Lineage.Runs;

namespace Catalog.Web.Http;

/// <summary>
/// Refuses a filter that names what there is not: a list that is empty because of a slip of the keyboard reads as if there were nothing to see. What is removed may still have events or runs, so only
/// a name that finds nothing is looked up. Thread-safe.
/// </summary>
internal static class KnownNames
{
    // The names among which a near one is looked for; more are not read for a message.
    private const int MostCandidates = 1_000;

    /// <summary>Requires the domain of a filter.</summary>
    /// <exception cref="DefinitionsException">There is no such domain.</exception>
    internal static void RequireDomain(DefinitionRegistry registry, string? domain)
    {
        if (string.IsNullOrEmpty(domain) || registry.Current.Find(new DefinitionId(DefinitionKind.Domain, domain)) is not null)
        {
            return;
        }

        var names = registry.Current.Definitions.Where(static definition => definition.Id.Kind == DefinitionKind.Domain).Select(static definition => definition.Id.Name);
        throw new DefinitionsException(
            DefinitionsErrorCode.DefinitionNotFound, $"There is no domain '{domain}'.{NearWord.Ask(domain, names)} /api/v1/definitions?kind=Domain lists what there is.");
    }

    /// <summary>Requires the source of a filter, unless events of it are kept.</summary>
    /// <exception cref="Ingestion.IngestionException">There is no such source, and no events of it.</exception>
    internal static async Task RequireSourceAsync(ISourceRegistry sources, IQuarantineStore store, string? source, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(source) && sources.FindSource(source) is null && await store.CountAsync(new QuarantineFilter { Source = source, Rules = [] }, cancellationToken) == 0)
        {
            sources.Require(source);
        }
    }

    /// <summary>Requires the view of a filter.</summary>
    /// <exception cref="FeatureStoreException">There is no such view.</exception>
    internal static void RequireView(IFeatureRegistry registry, string? view)
    {
        if (!string.IsNullOrEmpty(view) && registry.FindView(view) is null && registry.FindOnDemandView(view) is null)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.FeatureViewNotFound, $"There is no feature view '{view}'.{NearWord.Ask(view, registry.Views.Select(static known => known.Name))} /api/v1/views lists what there is.");
        }
    }

    /// <summary>Requires what a filter of runs names, once it has found none.</summary>
    /// <exception cref="LineageException">There is no such job or dataset.</exception>
    /// <exception cref="DefinitionsException">There is no such domain.</exception>
    internal static async Task RequireAsync(RunFilter filter, DefinitionRegistry registry, ILineageCatalogStore catalog, CancellationToken cancellationToken)
    {
        RequireDomain(registry, filter.Domain);
        if (filter.Job is { } job && await catalog.FindJobAsync(job, cancellationToken) is null)
        {
            var jobs = await catalog.ListJobsAsync(job.Namespace, 0, MostCandidates, cancellationToken);
            throw Unknown("job", job.Name, job.Namespace, jobs.Items.Select(static known => known.Record.Id.Name));
        }

        if (filter.Dataset is { } dataset && await catalog.FindDatasetAsync(dataset, cancellationToken) is null)
        {
            var datasets = await catalog.ListDatasetsAsync(dataset.Namespace, 0, MostCandidates, cancellationToken);
            throw Unknown("dataset", dataset.Name, dataset.Namespace, datasets.Items.Select(static known => known.Id.Name));
        }
    }

    private static LineageException Unknown(string what, string name, string space, IEnumerable<string> names) => new(
        LineageErrorCode.NodeNotFound,
        $"There is no {what} '{name}' in the namespace '{space}'.{NearWord.Ask(name, names)} /api/v1/namespaces/{Uri.EscapeDataString(space)}/{what}s lists what there is.");
}

using Catalog.Core.Events;
using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Web.Queries.Quarantine;
using Catalog.Web.TrainingSets;
using Lineage.Model;

namespace Catalog.Web.Queries.Flow;

/// <summary>Reads the names that the product gives its own datasets, and knows the address of a node's lineage.</summary>
internal static class OwnDatasets
{
    private static readonly (string Prefix, FlowKind Kind, DefinitionKind? Definition)[] Prefixes =
    [
        (DatasetRef.Source(string.Empty).Name, FlowKind.Source, DefinitionKind.Source),
        (DatasetRef.View(string.Empty).Name, FlowKind.View, DefinitionKind.FeatureView),
        (DatasetRef.OnDemandView(string.Empty).Name, FlowKind.OnDemandView, DefinitionKind.OnDemandFeatureView),
        (DatasetRef.Service(string.Empty).Name, FlowKind.Service, DefinitionKind.FeatureService),
        (DatasetRef.Product(string.Empty).Name, FlowKind.Product, DefinitionKind.DataProduct),
        (DatasetRef.TrainingSet(string.Empty).Name, FlowKind.TrainingSet, null),
        (DatasetRef.Quarantine(string.Empty).Name, FlowKind.Quarantine, null),
    ];

    /// <summary>The kind of a dataset, its name for people, and the definition behind it where there is one.</summary>
    public static (FlowKind Kind, string Title, DefinitionId? Definition) Read(DatasetId dataset)
    {
        if (dataset.Namespace == DatasetRef.Own)
        {
            foreach (var (prefix, kind, definition) in Prefixes)
            {
                if (dataset.Name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    var name = dataset.Name[prefix.Length..];
                    return (kind, name, definition is { } known ? new DefinitionId(known, name) : null);
                }
            }
        }

        return dataset.Namespace == "file"
            ? (FlowKind.File, dataset.Name.Split('/').LastOrDefault(static part => part.Length > 0) ?? dataset.Name, null)
            : (FlowKind.Dataset, dataset.Name, null);
    }

    /// <summary>The page of a dataset; null when it has none but that of its lineage.</summary>
    public static string? PageOf(DefinitionSet definitions, DatasetId dataset) => Read(dataset) switch
    {
        { Definition: { } definition } => DefinitionKinds.HrefOf(definitions, definition),
        { Kind: FlowKind.TrainingSet, Title: var set } => TrainingSetWords.HrefOf(set),
        { Kind: FlowKind.Quarantine, Title: var source } => QuarantineAddress.HrefOf(source),
        _ => null,
    };

    /// <summary>The dataset of a definition; null for kinds that hold no data.</summary>
    public static DatasetId? Of(DefinitionId definition)
    {
        var known = Array.Find(Prefixes, entry => entry.Definition == definition.Kind);
        return known.Definition is null ? null : new DatasetId(DatasetRef.Own, known.Prefix + definition.Name);
    }

    /// <summary>The dataset of a training set.</summary>
    public static DatasetId OfTrainingSet(string name) => new(DatasetRef.Own, DatasetRef.TrainingSet(name).Name);

    /// <summary>The lineage page of a node id. Slashes and colons stay readable.</summary>
    public static string HrefOf(string nodeId)
        => "/lineage/" + Uri.EscapeDataString(nodeId).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);

    /// <summary>The lineage page of a definition; null for kinds that hold no data.</summary>
    public static string? HrefOf(DefinitionId definition) => Of(definition) is { } dataset ? HrefOf(dataset.ToString()) : null;
}

namespace Catalog.Web.Queries.Flow;

/// <summary>What a node of the lineage is to the people who read it.</summary>
public enum FlowKind
{
    Source,
    View,

    /// <summary>Features computed when they are asked for.</summary>
    OnDemandView,
    Service,
    Product,
    TrainingSet,

    /// <summary>The refused events of a source.</summary>
    Quarantine,

    /// <summary>A file that was read.</summary>
    File,

    /// <summary>A dataset of another system.</summary>
    Dataset,

    /// <summary>A job that reads several datasets and writes several, or that the page was asked for.</summary>
    Job,
}

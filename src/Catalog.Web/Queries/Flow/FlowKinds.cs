using Catalog.Core.Model;

namespace Catalog.Web.Queries.Flow;

/// <summary>How the kinds of nodes are called and drawn.</summary>
internal static class FlowKinds
{
    public static string LabelOf(FlowKind kind) => kind switch
    {
        FlowKind.View => "feature view",
        FlowKind.OnDemandView => "on-demand feature view",
        FlowKind.Service => "feature service",
        FlowKind.Product => "data product",
        FlowKind.TrainingSet => "training set",
        FlowKind.Quarantine => "quarantine",
        FlowKind.Source => "source",
        FlowKind.File => "file",
        FlowKind.Job => "job",
        _ => "dataset",
    };

    public static string PluralOf(FlowKind kind) => LabelOf(kind) + "s";

    public static string IconOf(FlowKind kind) => kind switch
    {
        FlowKind.File => "file-spreadsheet",
        FlowKind.Job => "activity",
        FlowKind.Quarantine => "shield-alert",
        FlowKind.Dataset or FlowKind.TrainingSet => "database",
        _ => DefinitionKinds.Of(DefinitionOf(kind)).Icon,
    };

    private static DefinitionKind DefinitionOf(FlowKind kind) => kind switch
    {
        FlowKind.View => DefinitionKind.FeatureView,
        FlowKind.OnDemandView => DefinitionKind.OnDemandFeatureView,
        FlowKind.Service => DefinitionKind.FeatureService,
        FlowKind.Product => DefinitionKind.DataProduct,
        _ => DefinitionKind.Source,
    };
}

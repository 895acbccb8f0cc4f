namespace Catalog.Web.ViewModels;

/// <summary>An entry of the sidebar.</summary>
public enum FrameEntry
{
    Home,
    Search,
    Products,
    Views,
    TrainingSets,
    Sources,
    Contracts,
    Lineage,
    Runs,
    Quarantine,
    Proof,
    Checks,
    Erasures,
    Consumers,
}

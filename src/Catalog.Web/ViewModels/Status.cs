namespace Catalog.Web.ViewModels;

/// <summary>What a light or pill says. Each has its own outline, so that it survives print and colour blindness.</summary>
public enum Status
{
    Unknown,
    Fresh,
    Late,
    Stale,
    Failed,
    Running,
}

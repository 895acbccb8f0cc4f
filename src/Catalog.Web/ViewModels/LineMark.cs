namespace Catalog.Web.ViewModels;

/// <summary>Why a line of YAML stands out.</summary>
public enum LineMark
{
    None,
    Error,
    Warning,
    Edited,
    Added,
    Removed,
}

namespace Catalog.Web.Components.Controls;

/// <summary>How much of an instant is written.</summary>
public enum TimeDetail
{
    Day,
    Minute,
    Second,
    Exact,
}

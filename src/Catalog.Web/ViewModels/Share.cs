namespace Catalog.Web.ViewModels;

/// <summary>A part of a whole.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Part">From 0 to 1.</param>
public readonly record struct Share(string Label, double Part);

namespace Catalog.Web.ViewModels;

/// <summary>One bar of a histogram: how many values lie from <paramref name="From"/> (included) to <paramref name="To"/> (excluded).</summary>
public readonly record struct Bin(double From, double To, long Count);

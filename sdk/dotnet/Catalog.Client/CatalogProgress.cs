using System.Globalization;

namespace Catalog.Client;

/// <summary>How far an upload, a run or a download is.</summary>
/// <param name="Title">What is being done, such as <c>Building the training set 'churn-1'</c>.</param>
/// <param name="Done">How many are done, in <paramref name="Unit"/>.</param>
/// <param name="Total">How many there are; null while it is not known.</param>
/// <param name="Unit"><c>bytes</c> for uploads and downloads; <c>rows</c>, or what the server counts, for runs.</param>
/// <param name="Remaining">How long it takes from now, as the server reckons; null while it is not known.</param>
public sealed record CatalogProgress(string Title, long Done, long? Total, string Unit, TimeSpan? Remaining = null)
{
    /// <summary>From 0 to 1; null while the total is not known.</summary>
    public double? Fraction => Total is > 0 ? Math.Min(1.0, (double)Done / Total.Value) : null;

    /// <summary>One line for people.</summary>
    public override string ToString() => Fraction is { } fraction
        ? string.Create(CultureInfo.InvariantCulture, $"{Title}: {Done:N0} of {Total:N0} {Unit} ({fraction:P0})")
        : string.Create(CultureInfo.InvariantCulture, $"{Title}: {Done:N0} {Unit}");
}

using System.Collections;
using System.Runtime.CompilerServices;

namespace Catalog.Client;

/// <summary>
/// The features that are wanted: references such as <c>["customer_profile:last_country"]</c>, or the name of a feature service, such as <c>"churn_v1"</c>. Both convert by themselves.
/// </summary>
[CollectionBuilder(typeof(FeatureSelection), nameof(Of))]
public sealed class FeatureSelection : IEnumerable<string>
{
    private FeatureSelection(string? service, string[] references)
    {
        FeatureService = service;
        References = references;
    }

    /// <summary>Name of the feature service; null when single features are wanted.</summary>
    public string? FeatureService { get; }

    /// <summary>References <c>view:feature</c> in the order of the columns; empty when a service is wanted.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The features of a service.</summary>
    /// <exception cref="ArgumentException">The name is empty or a reference.</exception>
    public static implicit operator FeatureSelection(string featureService) => OfService(featureService);

    /// <summary>Single features.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static implicit operator FeatureSelection(string[] references) => Of(references);

    /// <summary>The features of a service.</summary>
    /// <param name="featureService">Name of the service.</param>
    /// <exception cref="ArgumentException">The name is empty or a reference.</exception>
    public static FeatureSelection OfService(string featureService)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(featureService);
        return featureService.Contains(':', StringComparison.Ordinal)
            ? throw new ArgumentException($"'{featureService}' is no feature service; give references as a list, such as [\"{featureService}\"].", nameof(featureService))
            : new FeatureSelection(featureService, []);
    }

    /// <summary>Single features.</summary>
    /// <param name="references">References <c>view:feature</c>.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static FeatureSelection Of(params ReadOnlySpan<string> references) => references.IsEmpty
        ? throw new ArgumentException("There are no features; give references such as [\"customer_profile:last_country\"], or the name of a feature service.", nameof(references))
        : new FeatureSelection(null, references.ToArray());

    /// <inheritdoc />
    public IEnumerator<string> GetEnumerator() => References.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => FeatureService ?? string.Join(", ", References);
}

using Catalog.Core.Values;
using FeatureStore.Expressions;
using FeatureStore.Model;

namespace FeatureStore.OnDemand;

/// <summary>An on-demand view, compiled: lookups and training sets compute its features by the same delegates. Immutable, thread-safe.</summary>
public sealed class OnDemandPlan
{
    private OnDemandPlan(IReadOnlyList<OnDemandInput> inputs, IReadOnlyList<OnDemandComputation> features) => (Inputs, Features) = (inputs, features);

    /// <summary>What may be read; the row that features are computed from holds each at its place.</summary>
    public IReadOnlyList<OnDemandInput> Inputs { get; }

    /// <summary>The features in the view's order.</summary>
    public IReadOnlyList<OnDemandComputation> Features { get; }

    /// <summary>Stands for a view that cannot be computed.</summary>
    internal static OnDemandPlan None { get; } = new([], []);

    /// <summary>Compiles a view against the feature views in force.</summary>
    /// <param name="view">The on-demand view.</param>
    /// <param name="find">Finds a feature view.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidView"/> when a feature cannot be computed; definitions in force can, but an older version may not.</exception>
    public static OnDemandPlan Of(OnDemandFeatureView view, Func<string, FeatureView?> find)
    {
        var inputs = OnDemandInputs.Of(view.Sources, view.Requests, find);
        return new OnDemandPlan(inputs.All, [.. view.Features.Select(feature => Compile(view, feature, inputs))]);
    }

    private static OnDemandComputation Compile(OnDemandFeatureView view, OnDemandFeature feature, OnDemandInputs inputs)
    {
        string? problem;
        if (feature.Expression is { } text)
        {
            var compiled = inputs.Compile(text, out var error);
            if (compiled is not null && (compiled.Type is null || compiled.Type == feature.Type))
            {
                return new OnDemandComputation(feature.Name, feature.Type, compiled.Evaluate, inputs.PlacesOf(compiled.Columns));
            }

            problem = error?.Words ?? $"Its expression gives '{compiled?.Type}' and not '{feature.Type}'.";
        }
        else
        {
            var input = inputs.Find(feature.From ?? string.Empty, out var unknown);
            problem = unknown?.Words;
            if (input?.Type == feature.Type)
            {
                var place = inputs.PlacesOf([input.FullName])[0];
                return new OnDemandComputation(feature.Name, feature.Type, row => row[place], [place]);
            }

            problem ??= $"'{feature.From}' is of type '{input?.Type}' and not '{feature.Type}'.";
        }

        throw new FeatureStoreException(
            FeatureStoreErrorCode.InvalidView, $"Feature '{feature.Name}' of '{view.Id}' cannot be computed: {problem} Apply a definition of the view that is right.");
    }
}

/// <summary>One feature of an on-demand view, compiled.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Evaluate">Computes it from a row of the inputs.</param>
/// <param name="Reads">Places of the inputs that it reads, ascending. The others need no value.</param>
public sealed record OnDemandComputation(string Name, DataType Type, Evaluator Evaluate, IReadOnlyList<int> Reads);

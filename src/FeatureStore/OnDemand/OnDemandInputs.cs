using FeatureStore.Expressions;
using FeatureStore.Model;

namespace FeatureStore.OnDemand;

/// <summary>
/// What the expressions of an on-demand view may read, each at its place: a name is a column of the row that expressions are computed from, with its source before it or, where that is clear,
/// alone. Immutable, thread-safe.
/// </summary>
public sealed class OnDemandInputs
{
    private OnDemandInputs(IReadOnlyList<OnDemandInput> all) => (All, Scope) = (all, ExpressionScope.Of([.. all.Select(static input => (input.Source, input.Name, input.Type))]));

    /// <summary>The inputs in the order of the sources.</summary>
    public IReadOnlyList<OnDemandInput> All { get; }

    internal ExpressionScope Scope { get; }

    /// <summary>The inputs of a view.</summary>
    /// <param name="sources">What it takes from feature views.</param>
    /// <param name="requests">What requests bring.</param>
    /// <param name="find">Finds a feature view; the features of one that it does not find, and features that a view has not, are left out.</param>
    public static OnDemandInputs Of(IReadOnlyList<FeatureProjection> sources, IReadOnlyList<RequestSource> requests, Func<string, FeatureView?> find)
    {
        var features = sources.SelectMany((projection, place) => FeaturesOf(projection, find(projection.View)).Select(feature => new OnDemandInput(LabelOf(projection), feature.Name, feature.Type, place)));
        var values = requests.SelectMany(static request => request.Schema.Select(value => new OnDemandInput(request.Name, value.Name, value.Type, Place: null)));
        return new OnDemandInputs([.. features.Concat(values).DistinctBy(static input => input.FullName)]);
    }

    /// <summary>The name by which expressions call a view.</summary>
    public static string LabelOf(FeatureProjection projection) => projection.Alias ?? projection.View;

    /// <summary>Compiles an expression over the inputs.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="error">What is wrong; null when it can be used.</param>
    /// <returns>Null when something is wrong.</returns>
    public CompiledExpression? Compile(string text, out ExpressionError? error) => CompiledExpression.Compile(text, Scope, out error);

    /// <summary>The input of a name, alone or with its source before it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="error">Why there is none; null when there is one.</param>
    public OnDemandInput? Find(string name, out UnknownName? error)
    {
        error = Scope.Explain(name);
        return Scope.TryFind(name, out var place, out _) ? All[place] : null;
    }

    /// <summary>The places of the columns that an expression reads, ascending.</summary>
    internal int[] PlacesOf(IEnumerable<string> columns)
        => [.. columns.Select(column => Scope.TryFind(column, out var place, out _) ? place : throw new InvalidOperationException($"The column '{column}' was bound and is not there.")).Distinct().Order()];

    private static IEnumerable<Feature> FeaturesOf(FeatureProjection projection, FeatureView? view)
        => view is null ? []
            : projection.Features.Count == 0 ? view.Features
            : projection.Features.Select(name => view.Features.FirstOrDefault(feature => feature.Name == name)).OfType<Feature>();
}

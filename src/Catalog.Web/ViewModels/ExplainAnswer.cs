using FeatureStore.Explanations;

namespace Catalog.Web.ViewModels;

/// <summary>What an explanation on a page came to: the explanation, or errors beside fields, or the reason why there is none.</summary>
/// <param name="Explanation">The explanation.</param>
/// <param name="Errors">What is wrong with a field, by its name.</param>
/// <param name="Failure">Why there is none.</param>
public sealed record ExplainAnswer(Explanation? Explanation, IReadOnlyDictionary<string, string> Errors, string? Failure);

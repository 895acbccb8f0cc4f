using Catalog.Core.Values;

namespace FeatureStore.Explanations;

/// <summary>How an on-demand feature came about.</summary>
/// <param name="Expression">What is computed; null when the feature is an input as it is.</param>
/// <param name="From">The input that it is; null when it is computed.</param>
/// <param name="Inputs">What it reads.</param>
public sealed record ComputedExplanation(string? Expression, string? From, IReadOnlyList<ExplainedInput> Inputs);

/// <summary>An input of an on-demand feature.</summary>
/// <param name="Name">Its name in expressions.</param>
/// <param name="Value">Its value, with one bit pattern for each number.</param>
/// <param name="Feature">How the feature came about that it is; null when the request brought it.</param>
public sealed record ExplainedInput(string Name, Value Value, Explanation? Feature);

using Catalog.Core.Values;

namespace FeatureStore.Expressions.Functions;

/// <summary>What a function computes from its arguments, none of which is null.</summary>
internal delegate Value Computation(ReadOnlySpan<Value> arguments);

using Catalog.Core.Values;

namespace FeatureStore.Expressions;

/// <summary>Computes a value from the columns of one row. Thread-safe; allocates only for new texts and bytes, and in <c>hash</c>.</summary>
/// <param name="row">The columns, at the places that the scope gave them.</param>
public delegate Value Evaluator(ReadOnlySpan<Value> row);

using FeatureStore;
using FeatureStore.Expressions;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace Ingestion.Pipelines;

/// <summary>How one value of a view's rows comes from an event: out of one column, or by an expression over several. Immutable, thread-safe.</summary>
internal sealed class ProjectedColumn
{
    /// <param name="view">The view.</param>
    /// <param name="column">The value.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidView"/>: the expression cannot be compiled.</exception>
    internal ProjectedColumn(FeatureView view, ViewColumn column)
    {
        if (column.Reads.Count == 0)
        {
            // What the writer computes itself is no column of the source, and so null until then.
            Reads = [new ViewInput(column.From ?? string.Empty, column.Type)];
            return;
        }

        Reads = column.Reads;
        Expression = CompiledExpression.Compile(column.From!, new ExpressionScope(Reads.Select(static read => (read.Column, read.Type))), out var error) // What reads columns is written.
            ?? throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidView, $"Feature '{column.Name}' of '{view.Id}' cannot be computed: {error!.Message} Apply a definition of the view that is right."); // Compile says why.
    }

    /// <summary>The columns of the source that it takes, with the types that they must have.</summary>
    internal IReadOnlyList<ViewInput> Reads { get; }

    /// <summary>Computes the value from those columns; null where it is the one column.</summary>
    internal CompiledExpression? Expression { get; }
}

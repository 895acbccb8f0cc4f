using Catalog.Core.Errors;
using FeatureStore.Model;
using FeatureStore.Windows;

namespace Catalog.Definitions.Binding.Drafts;

/// <summary>An aggregate with the places of its parts.</summary>
/// <param name="Aggregation">The aggregate.</param>
/// <param name="At">Where its name stands.</param>
/// <param name="Of">What is aggregated; null when absent.</param>
/// <param name="Where">The condition; null when absent.</param>
/// <param name="NAt">Where the number stands; null when absent.</param>
internal sealed record AggregationDraft(Aggregation Aggregation, SourceLocation At, LocatedExpression? Of, LocatedExpression? Where, SourceLocation? NAt)
{
    /// <summary>The place of an error.</summary>
    public SourceLocation PlaceOf(AggregationError error)
    {
        var expression = ExpressionOf(error);
        var whole = error.Part == AggregationPart.N ? NAt ?? At : expression?.At ?? At;
        return error.Cause is { } cause && expression is not null ? expression.PlaceOf(cause.Position) : whole;
    }

    /// <summary>What mends an error; null when it needs a person.</summary>
    public Fix? FixOf(AggregationError error) => error.Cause is { } cause ? ExpressionOf(error)?.FixOf(cause) : null;

    private LocatedExpression? ExpressionOf(AggregationError error) => error.Part switch
    {
        AggregationPart.Of => Of,
        AggregationPart.Where => Where,
        _ => null,
    };
}

using Catalog.Core.Values;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Drafts;

/// <summary>A feature with the places of what is looked up.</summary>
/// <param name="Feature">The feature; its type is not set when it is absent or not known.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null when it is absent or not known.</param>
/// <param name="From">The source column of a newest value, or the expression that computes it.</param>
/// <param name="Aggregation">The aggregate; null for a newest value.</param>
internal sealed record FeatureDraft(Feature Feature, Located<string> Name, Located<DataType>? Type, LocatedExpression From, AggregationDraft? Aggregation);

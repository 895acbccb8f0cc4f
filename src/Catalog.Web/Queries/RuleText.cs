using Catalog.Core.Model;

namespace Catalog.Web.Queries;

/// <summary>A rule in words.</summary>
/// <param name="Title">What holds when the rule is kept, for example <c>customer_id is required</c>.</param>
/// <param name="Limit">The bound of a measure, for example <c>limit 20 %</c>; null for a rule that tolerates nothing.</param>
/// <param name="Measure">The contract's measure; null for a rule that is checked event by event.</param>
public sealed record RuleText(string Title, string? Limit = null, QualityRule? Measure = null);

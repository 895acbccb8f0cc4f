namespace Ingestion.Contracts;

/// <summary>A compiled rule as it is named, counted and listed.</summary>
/// <param name="Name">Full name, for example <c>minimum:quantity</c>.</param>
/// <param name="Column">The column; null when the event as a whole is meant.</param>
/// <param name="IsWarning">Whether a violation only counts.</param>
/// <param name="SkipReason">Why the rule cannot be applied to the column; null when it is applied.</param>
internal sealed record NamedRule(string Name, string? Column, bool IsWarning, string? SkipReason = null);

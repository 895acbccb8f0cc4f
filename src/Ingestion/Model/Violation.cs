namespace Ingestion.Model;

/// <summary>One rule that an event breaks.</summary>
/// <param name="Rule">
/// Stable name of the rule: a name of <see cref="Catalog.Core.Model.ContractRules"/> or of <see cref="EventRules"/>, followed by a colon and the
/// column where it is about one (<c>required:customer_id</c>; <c>primary_key:invoice_no+line</c>).
/// </param>
/// <param name="Column">The column; null when the event as a whole is meant.</param>
/// <param name="Value">The offending text, cut after 200 characters; null when the value is missing.</param>
/// <param name="Message">What is wrong and what would be right, for people.</param>
public sealed record Violation(string Rule, string? Column, string? Value, string Message);

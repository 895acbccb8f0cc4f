using Catalog.Core.Errors;
using Lineage.Model;

namespace Lineage.Parsing;

/// <summary>What came of reading an event.</summary>
/// <param name="Event">The event; null when an error stops it.</param>
/// <param name="Findings">Everything that is wrong with it, in the order of the document; locations are JSON paths.</param>
public sealed record EventParseResult(LineageEvent? Event, IReadOnlyList<Finding> Findings);

using Catalog.Definitions.Binding;
using Catalog.Definitions.Model;
using Catalog.Core.Model;

namespace Catalog.Definitions.Planning;

/// <summary>A plan with everything needed to carry it out.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Incoming">The documents of the files that are new or differ, by what they define.</param>
/// <param name="Next">The definitions after it, still with the revision, documents and counters before it; null when the plan has errors.</param>
internal sealed record PlanOutcome(DefinitionPlan Plan, IReadOnlyDictionary<DefinitionId, BoundDocument> Incoming, DefinitionParts? Next);

using Catalog.Core.Errors;
using Catalog.Core.Model;

namespace Catalog.Definitions.Linking;

/// <summary>What linking gives.</summary>
/// <param name="Models">The definitions without errors.</param>
/// <param name="References">Who uses what.</param>
/// <param name="Findings">What is wrong between definitions, sorted.</param>
internal sealed record LinkResult(
    IReadOnlyDictionary<DefinitionId, object> Models,
    IReadOnlySet<Reference> References,
    IReadOnlyList<Finding> Findings);

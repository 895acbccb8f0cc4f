using Catalog.Core.Errors;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;

namespace Catalog.Definitions.Tests.Testing;

/// <summary>Findings as short texts: <c>line:column rule path</c>.</summary>
internal static class Findings
{
    public static string Show(Finding finding) => $"{finding.Location.Line}:{finding.Location.Column} {finding.Rule} {finding.Location.Path}".TrimEnd();

    /// <summary>What is wrong with a file in itself.</summary>
    public static IReadOnlyList<Finding> OfFile(string text)
        => [.. DocumentBinder.BindFile("a.yaml", text).SelectMany(static document => document.Findings)];

    /// <summary>What is wrong with a file among the definitions of <see cref="Shop"/>.</summary>
    public static IReadOnlyList<Finding> InShop(string text)
        => Planner.Plan(Shop.Set, new PlanRequest { Files = [new DefinitionFile("a.yaml", text)] }).Plan.Findings;
}

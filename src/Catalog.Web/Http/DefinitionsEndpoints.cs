using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Plans, applies, validates and reads definitions.</summary>
internal static class DefinitionsEndpoints
{
    internal static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/definitions").WithTags("Definitions");
        group.MapPost("/plan", PlanAsync).TakesJson<ChangeBody>().TakesForm("file").WithName("PlanDefinitions").WithSummary("States what applying files would change. Changes nothing.");
        group.MapPost("/apply", ApplyAsync).TakesJson<ChangeBody>().TakesForm("file").WithName("ApplyDefinitions").WithSummary("Puts files in force, all of them or none.");
        group.MapPost("/validate", ValidateAsync).TakesJson<FileBody>().TakesContent("application/yaml").WithMetadata(new FreeParameters("path")).WithName("ValidateDefinition").WithSummary("Finds what is wrong with one file as it is being written.");
        group.MapGet("/", List).WithName("ListDefinitions").WithSummary("Lists the definitions in force by kind, then name.");
        group.MapGet("/{kind}/{name}", Get).WithName("GetDefinition").WithSummary("Shows one definition: its text, typed, and who refers to whom.");
        group.MapGet("/{kind}/{name}/versions", ListVersionsAsync).WithName("ListDefinitionVersions").WithSummary("Lists the versions of a definition, newest first.");
        group.MapGet("/{kind}/{name}/versions/{number:int}", GetVersionAsync).WithName("GetDefinitionVersion").WithSummary("Shows a version with what it changed.");
    }

    private static async Task<Ok<PlanAnswer>> PlanAsync(
        HttpRequest request, DefinitionService definitions, CancellationToken cancellationToken)
    {
        var change = await DefinitionRequests.ReadChangeAsync(request, cancellationToken);
        var plan = await definitions.PlanAsync(change.Plan, cancellationToken);
        return plan.IsValid
            ? TypedResults.Ok(DefinitionAnswers.Of(plan))
            : throw new DefinitionsException(DefinitionsErrorCode.InvalidDefinitions, "The definitions have errors, so applying them would change nothing.", plan.Findings);
    }

    private static async Task<Ok<PlanAnswer>> ApplyAsync(HttpRequest request, DefinitionService definitions, CancellationToken cancellationToken)
    {
        var change = await DefinitionRequests.ReadChangeAsync(request, cancellationToken);
        var result = await definitions.ApplyAsync(change, cancellationToken);
        return TypedResults.Ok(DefinitionAnswers.Of(result.Plan, result.Revision));
    }

    private static async Task<Ok<ValidationAnswer>> ValidateAsync(
        HttpRequest request, DefinitionService definitions, TimeProvider clock, CancellationToken cancellationToken)
    {
        var file = await DefinitionRequests.ReadFileAsync(request, cancellationToken);
        var start = clock.GetTimestamp();
        var findings = definitions.Validate(file);
        return TypedResults.Ok(new ValidationAnswer(
            findings.All(static finding => finding.Severity != FindingSeverity.Error),
            [.. findings.Select(DefinitionAnswers.Of)],
            Math.Round(clock.GetElapsedTime(start).TotalMilliseconds, 3)));
    }

    private static Ok<DefinitionPageAnswer> List(DefinitionRegistry registry, string? kind, string? domain, string? after, int? limit)
    {
        var set = registry.Current;
        KnownNames.RequireDomain(registry, domain);
        DefinitionKind? wanted = kind is null ? null : DefinitionRequests.ReadKind(kind);
        var matching = set.Definitions
            .Where(definition => (wanted is null || definition.Id.Kind == wanted) && (domain is null || definition.Domain == domain))
            .ToList();
        var start = after is null ? 0 : matching.FindIndex(definition => IsAfter(definition.Id, after));
        var rest = start < 0 ? [] : matching[start..];
        var page = rest.Take(QueryValues.ReadCount(nameof(limit), limit, standard: 100, most: 1000)).ToList();
        return TypedResults.Ok(new DefinitionPageAnswer(
            set.Revision, matching.Count, [.. page.Select(DefinitionAnswers.Of)], page.Count < rest.Count ? page[^1].Id.ToString() : null));
    }

    private static Ok<DefinitionDetailAnswer> Get(DefinitionRegistry registry, string kind, string name)
    {
        var set = registry.Current;
        var id = new DefinitionId(DefinitionRequests.ReadKind(kind), name);
        var definition = set.Find(id)
            ?? throw new DefinitionsException(DefinitionsErrorCode.DefinitionNotFound, $"There is no definition '{id}'; /api/v1/definitions lists what there is.");
        return TypedResults.Ok(new DefinitionDetailAnswer(
            DefinitionAnswers.Of(definition),
            definition.Text,
            set.FindModel(id) is { } model ? DefinitionJson.ToNode(model) : null,
            [.. set.UsesOf(id).Select(DefinitionAnswers.NameOf)],
            [.. set.UsersOf(id).Select(DefinitionAnswers.NameOf)]));
    }

    private static async Task<Ok<VersionPageAnswer>> ListVersionsAsync(
        DefinitionService definitions, string kind, string name, int? below, int? limit, CancellationToken cancellationToken)
    {
        var size = QueryValues.ReadCount(nameof(limit), limit, standard: 100, most: 1000);
        var versions = await definitions.ListVersionsAsync(new DefinitionId(DefinitionRequests.ReadKind(kind), name), below, size, cancellationToken);
        return TypedResults.Ok(new VersionPageAnswer(
            [.. versions.Select(DefinitionAnswers.Of)], versions.Count == size && versions[^1].Number > 1 ? versions[^1].Number : null));
    }

    private static async Task<Ok<VersionDiffAnswer>> GetVersionAsync(
        DefinitionService definitions, string kind, string name, int number, CancellationToken cancellationToken)
        => TypedResults.Ok(DefinitionAnswers.Of(
            await definitions.GetVersionAsync(new DefinitionId(DefinitionRequests.ReadKind(kind), name), number, cancellationToken)));

    // A cursor stays good when the definition that it names is removed.
    private static bool IsAfter(DefinitionId id, string cursor)
    {
        var parts = cursor.Split('/', 2);
        var kind = DefinitionRequests.ReadKind(parts[0]);
        return id.Kind > kind || (id.Kind == kind && string.CompareOrdinal(id.Name, parts.Length == 2 ? parts[1] : string.Empty) > 0);
    }
}

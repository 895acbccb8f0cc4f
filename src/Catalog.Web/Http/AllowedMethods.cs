using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Catalog.Web.Http;

/// <summary>
/// Knows which methods an address takes. The pages of the portal end in one that takes every address, so the framework alone calls any address known to GET. Thread-safe.
/// </summary>
internal sealed class AllowedMethods(IEnumerable<EndpointDataSource> sources)
{
    /// <summary>The methods, in the order of their names, by the shape of the address alone; none when there is nothing at the address.</summary>
    internal IReadOnlyList<string> At(HttpContext context) =>
    [
        .. sources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => NamesSomething(endpoint.RoutePattern) && Matches(endpoint.RoutePattern, context))
            .SelectMany(static endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether nothing was chosen, or a page for any name, only because what is at the address takes other methods.</summary>
    internal bool HidesDoor(HttpContext context)
        => !(context.GetEndpoint() is RouteEndpoint chosen && NamesSomething(chosen.RoutePattern)) && At(context) is { Count: > 0 } allowed && !allowed.Contains(context.Request.Method);

    // A page for any name, such as that of a list, is no promise that there is something.
    private static bool NamesSomething(RoutePattern pattern)
        => pattern.PathSegments.Count == 0 || pattern.PathSegments.Any(static segment => segment.Parts.Any(static part => part is RoutePatternLiteralPart));

    private static bool Matches(RoutePattern pattern, HttpContext context)
        => new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults)).TryMatch(context.Request.Path, []);
}

namespace Catalog.Web.Http;

/// <summary>Tells the requests of browsers for pages from those at doors, which answer with problem documents or in their own protocol.</summary>
internal static class PageRequest
{
    private static readonly PathString Doors = "/api";

    internal static bool Is(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method)
            && !context.Request.Path.StartsWithSegments(Doors)
            && context.Request.GetTypedHeaders().Accept.Any(static type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}

using Microsoft.AspNetCore.Diagnostics;

namespace Catalog.Web.Components;

internal static class AskedAddressExtensions
{
    /// <summary>
    /// Path and query that the visitor asked for, escaped, also when the error page or the page for missing ones answers instead.
    /// Starts with exactly one slash: two would make a link lead to another host.
    /// </summary>
    public static string AskedAddress(this HttpContext context)
    {
        var missed = context.Features.Get<IStatusCodeReExecuteFeature>();
        var failed = context.Features.Get<IExceptionHandlerPathFeature>();
        var path = new PathString(missed?.OriginalPath ?? failed?.Path ?? context.Request.Path.Value);
        var query = missed is null ? context.Request.QueryString.Value : missed.OriginalQueryString;
        return "/" + path.ToUriComponent().TrimStart('/') + query;
    }
}

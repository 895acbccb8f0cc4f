using Catalog.Web.Components.Layout;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Components;

internal static class PortalEndpoints
{
    /// <summary>Maps the pages, their files and the numbers around them, and answers what goes wrong on a page with a page.</summary>
    public static WebApplication MapPortal(this WebApplication app)
    {
        app.UseWhen(PageRequest.Is, pages =>
        {
            pages.UseResponseCompression();
            pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", CreateScopeForErrors = true, AllowStatusCode404Response = true });
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        });

        app.Use(RefuseCircuitsWhileStopping);

        // Routing runs after the branch above, so that a request executed again is routed again.
        app.UseRouting();
        app.UseAntiforgery();

        app.MapStaticAssets();
        app.MapGet("/live/frame", ReadFrameAsync).ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    // A browser whose circuit is closed by the shutdown comes back at once, and the process would wait for its new circuit until the shutdown times out.
    private static Task RefuseCircuitsWhileStopping(HttpContext context, RequestDelegate next)
    {
        var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        if (!lifetime.ApplicationStopping.IsCancellationRequested || !context.Request.Path.StartsWithSegments("/_blazor"))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private static async Task<Ok<LiveFrame>> ReadFrameAsync(IFrameSource source, IServiceProvider services, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var facts = await source.ReadAsync(cancellationToken);
        return TypedResults.Ok(new LiveFrame(
            facts.Counts.ToDictionary(pair => pair.Key.ToString(), pair => new LiveCount(Numbers.Count(pair.Value.Value), pair.Value.Waiting)),
            await WriteAsync<RoleLights>(new() { [nameof(RoleLights.Roles)] = facts.Roles }, services, loggers)));
    }

    private static async Task<string> WriteAsync<TComponent>(Dictionary<string, object?> parameters, IServiceProvider services, ILoggerFactory loggers)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}

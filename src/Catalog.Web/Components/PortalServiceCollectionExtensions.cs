using Catalog.Definitions;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace Catalog.Web.Components;

internal static class PortalServiceCollectionExtensions
{
    // Text written in a form travels as one message; the limit of SignalR, 32 kB, would end the connection of whoever edits a large contract.
    private const long MaxMessageBytes = 4 << 20;

    /// <summary>Adds the portal. What its pages show is read through the services that the catalogue registers; until then they are empty.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(static hub => hub.MaximumReceiveMessageSize = MaxMessageBytes);
        services.AddRadzenComponents();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => new DefinitionRegistry());
        services.TryAddSingleton<SearchService>();
        services.TryAddSingleton<FreshnessService>();
        services.TryAddScoped<IFrameSource, DefinitionFrameSource>();
        services.AddSingleton<IPaletteSource, PagesPaletteSource>();
        services.AddSingleton<IPaletteSource, FormsPaletteSource>();
        services.AddScoped<PaletteSearch>();
        services.AddResponseCompression(static options => options.MimeTypes = ["text/html"]); // Files are compressed when they are built, and doors have a format each.
        return services;
    }
}

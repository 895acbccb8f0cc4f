using Catalog.Definitions;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace Catalog.Web.Components;

internal static class PortalServiceCollectionExtensions
{
    /// <summary>Adds the portal. What its pages show is read through the services that the catalogue registers; until then they are empty.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => new DefinitionRegistry());
        services.TryAddSingleton<SearchService>();
        services.TryAddSingleton<FreshnessService>();
        services.TryAddScoped<IFrameSource, DefinitionFrameSource>();
        services.AddSingleton<IPaletteSource, PagesPaletteSource>();
        services.AddScoped<PaletteSearch>();
        return services;
    }
}

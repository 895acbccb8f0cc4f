using Catalog.Web.Components.Live;
using Catalog.Web.Queries.Quarantine;
using Catalog.Web.Queries.Runs;
using Catalog.Web.ViewModels;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Catalog.Web.Queries.Flow;

/// <summary>Registers what the pages of the flow ask: lineage, runs and quarantine. Comes after the portal, whose frame it fills.</summary>
internal static class FlowServiceCollectionExtensions
{
    internal static IServiceCollection AddFlow(this IServiceCollection services)
    {
        services.TryAddSingleton<FlowReader>();
        services.TryAddSingleton<ProductUse>();
        services.TryAddSingleton<LineageViewReader>();
        services.TryAddSingleton<LineageStart>();
        services.TryAddSingleton<RunListReader>();
        services.TryAddSingleton<RunViewReader>();
        services.TryAddSingleton<RunHistoryReader>();
        services.TryAddSingleton<LiveFeed>();
        services.TryAddSingleton<QuarantineViewReader>();
        services.TryAddSingleton<QuarantineSources>();
        services.TryAddSingleton<FlowNumbers>();
        services.TryAddScoped<DefinitionFrameSource>();
        services.Replace(ServiceDescriptor.Scoped<IFrameSource, FlowFrameSource>());
        services.AddSingleton<IPaletteSource, RunPaletteSource>();
        services.AddSingleton<IPaletteSource, FlowActionsPaletteSource>();
        return services;
    }
}

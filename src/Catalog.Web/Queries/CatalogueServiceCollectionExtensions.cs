using Catalog.Web.Consumers;
using Catalog.Web.Erasures;
using Catalog.Web.Examples;
using Catalog.Web.TrainingSets;
using Catalog.Web.ViewModels;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Catalog.Web.Queries;

/// <summary>Registers what the pages of the catalogue ask: products, sources, contracts, checks, search. Comes after the portal and needs every store.</summary>
internal static class CatalogueServiceCollectionExtensions
{
    internal static IServiceCollection AddCatalogue(this IServiceCollection services)
    {
        services.TryAddSingleton<Lights>();
        services.TryAddSingleton<PreviewService>();
        services.TryAddSingleton<EmptiedViews>();
        services.TryAddSingleton<KeyNumbers>();
        services.TryAddSingleton<OnlineReach>();
        services.TryAddSingleton<ViewFactsService>();
        services.TryAddSingleton<SourceFactsService>();
        services.TryAddSingleton<SourceDetailsService>();
        services.TryAddSingleton<TrainingSetReaders>();
        services.TryAddSingleton<TrainingSetListReader>();
        services.TryAddSingleton<SampleFrames>();
        services.TryAddSingleton<ErasureListReader>();
        services.TryAddSingleton<ConsumerReader>();
        services.TryAddScoped<AdministratorSession>();
        services.TryAddSingleton<ProductService>();
        services.TryAddSingleton<ProofQuery>();
        services.TryAddSingleton<HoldingsService>();
        services.TryAddSingleton<HomeService>();
        services.TryAddSingleton<ExampleService>();
        services.AddSingleton<IPaletteSource, DefinitionPaletteSource>();
        return services;
    }
}

using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Embedded;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Ports;
using Catalog.Web.Drafts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Drafts;

/// <summary>A catalogue in memory with one small shop.</summary>
internal sealed class DraftCatalogue : IAsyncDisposable
{
    public const string View = """
        kind: FeatureView
        name: basket  # what the model calls it
        domain: shop
        owner: shop-team
        entities: [buyer]
        source: sales
        ttl: 30d  # a month
        features:
          # the newest price
          - {name: price, type: double}
          - {name: last_product, type: string, from: product}

        """;

    private const string Shop = """
        kind: Domain
        name: shop
        owner: shop-team
        ---
        kind: Team
        name: shop-team
        ---
        kind: Source
        name: sales
        domain: shop
        owner: shop-team
        format: csv
        timestamp: bought_at
        columns:
          - {name: bought_at, type: timestamp}
          - {name: buyer, type: int64}
          - {name: product, type: string}
          - {name: price, type: double}
        ---
        kind: Entity
        name: buyer
        domain: shop
        owner: shop-team
        type: int64
        ---
        kind: FeatureService
        name: offer
        domain: shop
        owner: shop-team
        features:
          - {view: basket, features: [price]}
        """;

    private readonly ServiceProvider _services;

    private DraftCatalogue(ServiceProvider services) => _services = services;

    public DefinitionService Service => _services.GetRequiredService<DefinitionService>();

    public DefinitionRegistry Registry => _services.GetRequiredService<DefinitionRegistry>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<DraftCatalogue> OpenAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddDefinitions(new ConfigurationBuilder().Build()).AddSingleton<IDefinitionStore, InMemoryDefinitionStore>();
        var catalogue = new DraftCatalogue(services.BuildServiceProvider());
        await catalogue.ApplyAsync("shop.yaml", Shop + "\n---\n" + View, "founder");
        return catalogue;
    }

    /// <summary>Applies a file as somebody else does.</summary>
    public Task ApplyAsync(string path, string text, string author) => Service.ApplyAsync(
        new ApplyRequest { Plan = new PlanRequest { Files = [new DefinitionFile(path, text)] }, Author = author, Message = "because" }, Token);

    /// <summary>Removes a definition as somebody else does.</summary>
    public Task RemoveAsync(DefinitionKind kind, string name) => Service.ApplyAsync(
        new ApplyRequest { Plan = new PlanRequest { Files = [], Remove = [new DefinitionId(kind, name)] }, Author = "ben" }, Token);

    public Definition Find(DefinitionKind kind, string name) => Registry.Current.Find(new DefinitionId(kind, name))!; // Part of the shop.

    public DraftSession Change(DefinitionKind kind = DefinitionKind.FeatureView, string name = "basket")
        => DraftSession.Change(Service, Registry, TimeProvider.System, Find(kind, name));

    public DraftSession New(DefinitionKind kind, string? domain = "shop")
        => DraftSession.New(Service, Registry, TimeProvider.System, kind, DefinitionTemplates.For(kind, Registry.Current, domain));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

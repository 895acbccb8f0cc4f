using Catalog.Web.Components.Pages.Consumers;
using Catalog.Web.Consumers;
using Catalog.Web.Tests.Components;
using Conformance.Access;
using FeatureStore;
using FeatureStore.Access;
using FeatureStore.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Tests.Consumers;

public sealed class AdministratorSessionTests
{
    private const string AdminKey = "the key of the administrators";

    [Theory]
    [InlineData(false, "", true, false)]
    [InlineData(true, "", false, false)]
    [InlineData(false, AdminKey, false, true)]
    [InlineData(true, AdminKey, false, true)]
    public void Session_BeforeAnyKey_IsAsOpenAsTheDoors(bool required, string adminKey, bool isOpen, bool asksForKey)
    {
        var session = new AdministratorSession(Guard(required, adminKey));

        Assert.Equal((isOpen, asksForKey), (session.IsOpen, session.AsksForKey));
    }

    [Fact]
    public void TryOpen_Key_OpensWithTheRightOneOnly()
    {
        var session = new AdministratorSession(Guard(required: true, AdminKey));

        Assert.False(session.TryOpen("cat_of-a-consumer"));
        Assert.False(session.TryOpen(""));
        Assert.False(session.IsOpen);
        Assert.True(session.TryOpen(AdminKey + " "));
        Assert.True(session.IsOpen);
    }

    [Fact]
    public async Task Gate_Closed_ShowsNothingOfWhatIsBehind()
    {
        var asks = await GateAsync(Guard(required: true, AdminKey));
        var nobody = await GateAsync(Guard(required: true, string.Empty));
        var open = await GateAsync(Guard(required: false, string.Empty));

        Assert.Null(asks.QuerySelector("input[type=password]")!.GetAttribute("name"));
        Assert.Contains("FeatureStore:Access:AdminKey", nobody.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Null(nobody.QuerySelector("input"));
        Assert.Equal([false, false, true], new[] { asks, nobody, open }.Select(static page => page.TextContent.Contains("secret", StringComparison.Ordinal)));
    }

    private static Task<AngleSharp.Dom.IElement> GateAsync(AccessGuard guard) => Rendering.RenderAsync<AdministratorGate>(
        new() { ["Title"] = "Consumers", ["ChildContent"] = Rendering.Text("secret") }, services => services.AddSingleton(new AdministratorSession(guard)));

    private static AccessGuard Guard(bool required, string adminKey)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConsumerStore>(new InMemoryConsumerStore()).AddSingleton<IReadCountStore, InMemoryReadCountStore>().AddSingleton(TimeProvider.System).AddLogging();
        services.AddSingleton(Options.Create(new FeatureStoreOptions { Access = new AccessOptions { Required = required, AdminKey = adminKey } }));
        services.AddFeatureStore(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        return services.BuildServiceProvider().GetRequiredService<AccessGuard>();
    }
}

using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Queries.Flow;
using Catalog.Web.Tests.Http;
using Catalog.Web.ViewModels;
using Ingestion.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Web.Tests.Pages.Flow;

public sealed class FrameAndPaletteTests(FlowServer server) : IClassFixture<FlowServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frame_CountsWhatWaitsAndNamesTheRoles()
    {
        using var scope = server.Get<IServiceScopeFactory>().CreateScope();

        var facts = await scope.ServiceProvider.GetRequiredService<IFrameSource>().ReadAsync(Token);

        Assert.Equal(new FrameCount(2, Waiting: true), facts.Counts[FrameEntry.Quarantine]);
        Assert.Equal(new FrameCount(0), facts.Counts[FrameEntry.Runs]);
        Assert.Equal(["serve", "work", "schedule"], facts.Roles.Select(role => role.Role));
        Assert.Equal("0 runs", facts.Roles[2].Number);
    }

    [Theory]
    [InlineData(true, PipelineState.Running, Status.Fresh, "lag 3")]
    [InlineData(true, PipelineState.Failing, Status.Failed, "1 failing")]
    [InlineData(false, PipelineState.Failing, Status.Failed, "1 failing")]
    [InlineData(false, PipelineState.Running, Status.Failed, "no store")]
    public void Work_LampAndNumber_SayTheSame(bool isReached, PipelineState state, Status status, string number)
    {
        var view = OnlineFeaturesServer.View("lines", [], TimeSpan.Zero, ("a", ScalarType.Int64));
        var writer = new PipelineStatus { View = view.Id, Source = "s", Partition = 0, State = state, Position = 4, EndOfLog = 7 };

        Assert.Equal(new RoleFact("work", status, number), FlowFrameSource.WorkOf(isReached, [new ViewStatus(view, [writer], view.Version), new ViewStatus(view, [], view.Version)]));
    }

    [Theory]
    [InlineData("ingest sales", "ingest sales")]
    [InlineData("without profile", "What breaks without profile")]
    [InlineData("lineage churn", "Lineage of churn")]
    [InlineData("quarantine sales", "Quarantine of sales")]
    [InlineData("> failed", "Show failed runs")]
    public async Task Palette_Words_FindRunsAndActions(string typed, string found)
    {
        using var scope = server.Get<IServiceScopeFactory>().CreateScope();

        var hits = await scope.ServiceProvider.GetRequiredService<PaletteSearch>().FindAsync(typed, Token);

        var hit = Assert.Single(hits.Items, item => item.Title == found);
        await server.OpenAsync(hit.Href);
    }
}

using Catalog.Core.Values;
using Catalog.Web.Components.Pages.Sources;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using Catalog.Web.ViewModels;
using Ingestion.Captures;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Queries;

public sealed class CaptureStateTests
{
    private static readonly SourceCapture Table = new() { Connection = "shop", Table = "public.orders", Slot = "catalog_orders", Publication = "catalog_orders" };

    private static readonly CaptureStatus Following = new()
    {
        Source = "orders", Partition = 0, Capture = Table, State = PipelineState.Running, SeenAt = FixedClock.Now, Figures = new CaptureFigures { Lsn = "0/1", LagBytes = 0, RetainedBytes = 100, SlotState = "reserved" },
    };

    [Fact]
    public void Following_IsFreshAndSaysHowFarItIsBehind()
    {
        var state = Of(Following);

        Assert.Equal((Status.Fresh, "Following changes", "0 bytes", "100 bytes"), (state.Light, state.Text, state.Behind, state.Kept));
    }

    [Fact]
    public void NotBegun_IsNotSaidToBeBehindByNothing()
    {
        var state = Of(new CaptureStatus { Source = "orders", Partition = 0, Capture = Table });

        Assert.Equal((Status.Unknown, "Not begun", "not begun", "–"), (state.Light, state.Text, state.Behind, state.Kept));
    }

    [Theory]
    [InlineData(0, "not begun")]
    [InlineData(2_000, "not begun, 2.0 kB wait")]
    public void Snapshot_ChangesHaveNotBegun(long lag, string behind)
        => Assert.Equal(behind, Of(Following with { Figures = Following.Figures with { IsSnapshot = true, LagBytes = lag } }).Behind);

    [Theory]
    [InlineData("capture-lost", "reserved", "Slot lost", true)]
    [InlineData(null, "lost", "Slot lost", true)]
    [InlineData("capture-unavailable", "reserved", "Failing, tried again", false)]
    public void Failing_SlotThatIsLost_IsToldFromADatabaseThatIsAway(string? code, string slot, string text, bool isLost)
    {
        var state = Of(Following with { State = PipelineState.Failing, Error = "It went.", ErrorCode = code, Figures = Following.Figures with { SlotState = slot } });

        Assert.Equal((Status.Failed, text, isLost), (state.Light, state.Text, state.IsLost));
        Assert.Equal(isLost ? ("–", "nothing any more") : ("0 bytes", "100 bytes"), (state.Behind, state.Kept));
    }

    [Fact]
    public async Task Panel_SlotLost_SaysWhatThatMeansAndOfWhenItsFiguresAre()
    {
        var panel = await RenderAsync<CapturePanel>(new() { ["State"] = Of(Following with { State = PipelineState.Failing, Error = "Slot 'catalog_orders' was dropped. Name another slot.", ErrorCode = "capture-lost", SeenAt = FixedClock.Now - TimeSpan.FromHours(2) }) });

        var note = panel.QuerySelector(".note.failed")!.TextContent;
        Assert.StartsWith("The slot is lost.", note.Trim(), StringComparison.Ordinal);
        Assert.Contains("Name another slot.", note, StringComparison.Ordinal);
        Assert.Contains("what changed in the table since then is not there", note, StringComparison.Ordinal);
        Assert.Contains("as of 2 h ago", panel.QuerySelector("dl.kv")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_NothingPromised_HasTheLightOfItsCapture()
    {
        var facts = new SourceFacts
        {
            Source = new Source { Name = "orders", Version = 1, Domain = "shop", Owner = "crew", TimestampColumn = "at", Columns = [], Format = FileFormat.Ndjson }, EventCount = 5, OpenQuarantined = 0, At = FixedClock.Now, NewestEvent = FixedClock.Now, Capture = Of(Following),
        };

        Assert.Equal((Status.Fresh, "Following changes"), (facts.Status, facts.StatusText));
        Assert.Equal((Status.Late, "2 h"), Parts(facts with { Promise = TimeSpan.FromHours(1), NewestEvent = FixedClock.Now - TimeSpan.FromHours(2) }));
        Assert.Equal((Status.Unknown, "0 s"), Parts(facts with { Capture = Of(new CaptureStatus { Source = "orders", Partition = 0, Capture = Table }) }));
        Assert.Equal((Status.Failed, "Slot lost"), Parts(facts with { Promise = TimeSpan.FromHours(1), Capture = Of(Following with { State = PipelineState.Failing, ErrorCode = "capture-lost" }) }));
    }

    private static (Status, string) Parts(SourceFacts facts) => (facts.Status, facts.StatusText);

    private static CaptureState Of(CaptureStatus reader) => new(Table, reader, []);
}

using Catalog.Core.Events;
using Catalog.Core.Values;
using Catalog.Web.Queries.Runs;
using Catalog.Web.Tests.Components;
using Catalog.Web.ViewModels;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Tests.Queries.Runs;

public sealed class ReplayWordsTests
{
    [Theory]
    [InlineData(0, 53, "All 53 were refused again.", Status.Late)]
    [InlineData(0, 1, "The event was refused again.", Status.Late)]
    [InlineData(40, 13, "40 passed, 13 were refused again.", Status.Late)]
    [InlineData(1_200, 0, "All 1,200 passed.", Status.Fresh)]
    [InlineData(1, 0, "The event passed.", Status.Fresh)]
    [InlineData(0, 0, "No event was left to be replayed.", Status.Fresh)]
    public void Replay_ThatEnded_SaysWhatBecameOfItsEvents(long passed, long refused, string sentence, Status status)
    {
        var run = Run(RunState.Completed, passed, refused);

        Assert.Equal((sentence, status), (ReplayWords.SentenceOf(run), ReplayWords.StatusOf(run)));
    }

    [Fact]
    public void Replay_ThatFailed_SaysWhy()
    {
        var run = Run(RunState.Failed, 3, 1) with { Message = "The disk is full." };

        Assert.Equal(("Replay failed: The disk is full.", Status.Failed), (ReplayWords.SentenceOf(run), ReplayWords.StatusOf(run)));
    }

    private static RunSummary Run(RunState state, long passed, long refused) => new()
    {
        RunId = Guid.Empty,
        Job = new JobId("catalog", "replay.sales"),
        Kind = RunKind.Replay,
        State = state,
        LastSeen = Instant.From(FixedClock.Now.ToDateTime()),
        Figures = new Dictionary<string, long> { ["accepted"] = passed, ["quarantined"] = refused },
    };
}

using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using Catalog.Web.Tests.Http;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using Ingestion.Pipelines;

namespace Catalog.Web.Tests.Queries;

public sealed class ViewFreshnessTests
{
    private static readonly FeatureView Lines = OnlineFeaturesServer.View("lines", [], TimeSpan.FromDays(90), ("a", ScalarType.Int64));

    [Fact]
    public void Judge_NewestOfWriterAndFiles_Counts()
    {
        var fromFiles = Judge(FixedClock.Now - TimeSpan.FromMinutes(2), Writer(newest: FixedClock.Now - TimeSpan.FromHours(5)));
        var fromWriter = Judge(FixedClock.Now - TimeSpan.FromDays(2), Writer(newest: null), Writer(newest: FixedClock.Now - TimeSpan.FromHours(5)));

        Assert.Equal((Status.Fresh, TimeSpan.FromMinutes(2)), (fromFiles.Status, fromFiles.Age));
        Assert.Equal("Newest event 2 min ago; promised within 1 hour.", fromFiles.Sentence);
        Assert.Equal((Status.Late, TimeSpan.FromHours(5)), (fromWriter.Status, fromWriter.Age));
    }

    [Fact]
    public void Judge_WriterFails_WinsOverFreshData()
    {
        var freshness = Judge(FixedClock.Now, Writer(newest: FixedClock.Now), Writer(newest: null) with { State = PipelineState.Failing, Error = "disk full" });

        Assert.Equal(Status.Failed, freshness.Status);
        Assert.Contains("disk full", freshness.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_NoRowWhileEventsWait_IsBeingFilled()
    {
        var freshness = Judge(null, Writer(newest: null) with { EndOfLog = 1200 });

        Assert.Equal((Status.Running, 1200L), (freshness.Status, freshness.Lag));
        Assert.Equal("It is being filled: 1,200 events to go.", freshness.Sentence);
    }

    [Fact]
    public void Judge_NoRowAndNothingToRead_IsUnknown()
    {
        var freshness = Judge(null, Writer(newest: null));

        Assert.Equal((Status.Unknown, (TimeSpan?)null), (freshness.Status, freshness.Age));
        Assert.Equal("It has no event yet.", freshness.Sentence);
    }

    [Fact]
    public void Judge_OlderThanTheMaxAge_NamesBothMeasures()
        => Assert.Equal(
            "Newest event 91 d ago; promised within 1 hour, and values are served for 90 days only.", Judge(FixedClock.Now - TimeSpan.FromDays(91)).Sentence);

    [Fact]
    public void Judge_EventAheadOfTheClock_HasNoNegativeAge() => Assert.Equal(TimeSpan.Zero, Judge(FixedClock.Now + TimeSpan.FromDays(1)).Age);

    [Fact]
    public void Judge_ValuesThatHoldForEver_HaveNoMaxAge()
    {
        var freshness = FreshnessService.Judge(Lines with { Ttl = TimeSpan.Zero }, null, [], FixedClock.Now - TimeSpan.FromDays(4000), FixedClock.Now);

        Assert.Equal((Status.Unknown, (TimeSpan?)null), (freshness.Status, freshness.MaxAge));
        Assert.Equal("Newest event 4,000 d ago; nothing says how new it must be.", freshness.Sentence);
    }

    [Fact]
    public void Emptied_ViewThatWasFresh_FailsAndSaysWhatToDo()
    {
        var freshness = Judge(FixedClock.Now).Emptied();

        Assert.Equal((Status.Failed, true), (freshness.Status, freshness.IsEmptied));
        Assert.Contains("NOT_FOUND", freshness.Sentence, StringComparison.Ordinal);
        Assert.Contains("look at the processes that have the role 'work'", freshness.Sentence, StringComparison.Ordinal);
    }

    private static ViewFreshness Judge(Instant? stored, params PipelineStatus[] writers)
        => FreshnessService.Judge(Lines, TimeSpan.FromHours(1), writers, stored, FixedClock.Now);

    private static PipelineStatus Writer(Instant? newest)
        => new() { View = Lines.Id, Source = "s", Partition = 0, State = PipelineState.Running, NewestEventTime = newest };
}

using Catalog.Core.Events;
using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Queries.Runs;
using Catalog.Web.Tests.Components;
using Catalog.Web.ViewModels;
using Ingestion;
using Ingestion.Model;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Tests.Queries.Runs;

public sealed class RunWordsTests
{
    private static readonly RunSummary Running = new()
    {
        RunId = Guid.Empty,
        Job = new JobId("catalog", "ingest.sales.eu"),
        Kind = RunKind.Ingestion,
        Domain = "shop",
        State = RunState.Running,
        StartedAt = At(-60),
        LastSeen = At(-30),
        IsLive = true,
        Progress = new RunProgress(34_100_000, 45_200_000, "bytes", 1_200_000, At(0)),
    };

    [Fact]
    public void Own_Run_IsCalledByItsVerb()
    {
        Assert.Equal("ingest sales.eu", RunWords.TitleOf(Running));
        Assert.Equal("sales.eu", RunWords.SourceOf(Running));
        Assert.Equal("dag.task", RunWords.TitleOf(Running with { Job = new JobId("airflow", "dag.task"), Kind = null }));
    }

    [Fact]
    public void Running_WithAndWithoutItsOwner_IsToldApart()
    {
        Assert.Equal(("Running", Status.Running, true), (RunWords.StateOf(Running), RunWords.StatusOf(Running), RunWords.CanCancel(Running, Job(IngestionJobKind.File))));
        var left = Running with { IsLive = false };
        Assert.Equal(("Interrupted", Status.Late, false), (RunWords.StateOf(left), RunWords.StatusOf(left), RunWords.CanCancel(left, null)));
        Assert.True(RunWords.CanCancel(left, Job(IngestionJobKind.File)));
        var foreign = left with { Kind = null };
        Assert.Equal(("Running", Status.Running, false), (RunWords.StateOf(foreign), RunWords.StatusOf(foreign), RunWords.CanCancel(foreign, null)));
    }

    [Fact]
    public void Cancel_IsOfferedForWhatCanBeStopped()
    {
        Assert.True(RunWords.CanCancel(Running with { Kind = RunKind.TrainingSet }, null));
        Assert.True(RunWords.CanCancel(Running with { Kind = RunKind.Replay }, Job(IngestionJobKind.Replay)));
        Assert.False(RunWords.CanCancel(Running with { Kind = RunKind.Materialization }, null));
        Assert.False(RunWords.CanCancel(Running, Job(IngestionJobKind.Push)));
        Assert.False(RunWords.CanCancel(Running, Job(IngestionJobKind.File, IngestionJobState.Cancelling)));
    }

    [Fact]
    public void Progress_IsSaidInItsUnit()
    {
        Assert.Equal("34.1 MB of 45.2 MB", RunWords.AmountOf(Running.Progress!));
        Assert.Equal("1,200 rows", RunWords.AmountOf(new RunProgress(1_200, null, "rows", 0, At(0))));
        Assert.Equal("1.2 MB/s", RunWords.RateOf(Running));
        Assert.Equal("8 events of 20 events", RunWords.AmountOf(new RunProgress(8, 20, "events", 0, At(0))));
        Assert.Equal("caught up, 20 events", RunWords.AmountOf(new RunProgress(20, 20, "events", 0, At(0))));
        Assert.Equal(8, RunWords.RowsOf(Running with { Progress = new RunProgress(8, 20, "events", 0, At(0)) }));
    }

    [Fact]
    public void Took_OfARunningOne_GrowsAndOfALeftOneStands()
    {
        var clock = new FixedClock();

        Assert.Equal(TimeSpan.FromSeconds(60), RunWords.TookOf(Running, clock));
        Assert.Equal(TimeSpan.FromSeconds(30), RunWords.TookOf(Running with { IsLive = false }, clock));
        Assert.Equal(TimeSpan.FromSeconds(50), RunWords.TookOf(Running with { State = RunState.Completed, EndedAt = At(-10) }, clock));
        Assert.Null(RunWords.TookOf(Running with { StartedAt = null }, clock));
    }

    [Fact]
    public void Outcome_IsItsSentenceOrItsFigures()
    {
        var ended = Running with { State = RunState.Completed, EndedAt = At(-10), Figures = new Dictionary<string, long> { ["read"] = 1_000, ["accepted"] = 990, ["quarantined"] = 10 } };

        Assert.Equal("990 accepted, 10 quarantined", RunWords.OutcomeOf(ended));
        Assert.Equal("Nothing new.", RunWords.OutcomeOf(ended with { Outcome = "Nothing new." }));
        Assert.Equal("20/s", RunWords.RateOf(ended));
        Assert.Equal("–", RunWords.RateOf(ended with { Kind = RunKind.Materialization }));
        Assert.Equal("600/s", RunWords.RateOf(ended with { Kind = RunKind.Materialization, Figures = new Dictionary<string, long> { ["rows"] = 30_000 } }));
        Assert.Equal("–", RunWords.RateOf(ended with { Job = ended.Job with { Name = "push.sales" } }));
        Assert.Null(RunWords.RowsOf(Running with { Kind = RunKind.TrainingSet, State = RunState.Aborted, Progress = new RunProgress(8, 20, "rows", 0, At(0)) }));
        Assert.Equal("1 row", RunWords.OutcomeOf(ended with { Figures = new Dictionary<string, long> { ["rows"] = 1 } }));
        Assert.Equal("", RunWords.OutcomeOf(ended with { Figures = new Dictionary<string, long>() }));
    }

    [Fact]
    public void History_Runs_FallIntoTheirQuarters()
    {
        var now = At(0);
        RunSummary[] runs =
        [
            Running, Running with { State = RunState.Failed, StartedAt = At(-3_600) }, Running with { State = RunState.Completed, StartedAt = At(-3_600) },
            Running with { StartedAt = At(-90_000) }, Running with { State = RunState.Completed, StartedAt = At(600) },
        ];

        var history = RunHistory.Of(runs, now, isCut: false);

        Assert.Equal((1, 0, 1), (history.Quarters[^1].Running, history.Quarters[^1].Failed, history.Quarters[^1].Ended));
        Assert.Equal(2, history.Quarters[^5].All);
        Assert.Equal(4, history.Count(quarter => quarter.All));
    }

    private static IngestionStatus Job(IngestionJobKind kind, IngestionJobState state = IngestionJobState.Running) => new(
        new IngestionJob { RunId = Guid.Empty, Kind = kind, Subject = "sales", Title = "sales.csv", CreatedAt = At(-60), State = state }, Progress: null);

    private static Instant At(int seconds) => new(FixedClock.Now.UnixMicroseconds + (seconds * 1_000_000L));

    [Theory]
    [InlineData("undeclared:zz", "They have a field zz, which is no column of the source; what it holds was not taken")]
    [InlineData("undeclared:…", "They have further fields that are no column of the source; what these hold was not taken")]
    [InlineData("unique:id", "They break the rule: id is unique")]
    public void Warning_OfARule_SaysWhatIsWrong(string rule, string words) => Assert.Equal(words, RunWords.WarningOf(rule, new RuleTexts(null, null)));
}

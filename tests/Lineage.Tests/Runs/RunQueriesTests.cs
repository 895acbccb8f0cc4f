using System.Text.Json.Nodes;
using Lineage.Model;
using Lineage.Runs;
using Lineage.Tests.Support;
using static Conformance.Lineage.EventBuilder;

namespace Lineage.Tests.Runs;

public sealed class RunQueriesTests
{
    private readonly JournalFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task ListAsync_LimitOutOfRange_SaysTheRange(int limit)
    {
        var exception = await Assert.ThrowsAsync<LineageException>(() => _fixture.Queries.ListAsync(new RunFilter { Limit = limit }, Token));

        Assert.Equal("out-of-range", exception.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("12_x")]
    [InlineData("12_-1")]
    [InlineData("99999999999999999999_1")]
    public async Task ListAsync_ForeignCursor_IsRefused(string cursor)
    {
        var exception = await Assert.ThrowsAsync<LineageException>(() => _fixture.Queries.ListAsync(new RunFilter { Cursor = cursor }, Token));

        Assert.Equal("invalid-cursor", exception.Code);
    }

    [Fact]
    public async Task FindAsync_UnknownRun_IsNull() => Assert.Null(await _fixture.Queries.FindAsync(RunId(9), null, Token));

    [Fact]
    public async Task FindAsync_RunIdOfTwoJobs_TakesTheFirstAndNamesTheOther()
    {
        await AppendAsync(Run("START", 2, job: "late").Build(), Run("START", 1, job: "early").Build());

        var first = await _fixture.Queries.FindAsync(RunId(1), null, Token);
        var other = await _fixture.Queries.FindAsync(RunId(1), JobId("late"), Token);

        Assert.Equal((JobId("early"), JobId("late")), (first?.Summary.Job, first?.SameId.Single()));
        Assert.Equal(JobId("late"), other?.Summary.Job);
    }

    [Fact]
    public async Task FindAsync_JobThatSendsSnapshots_ShowsTheLatestAlone()
    {
        var type = Facet(
            ("processingType", "STREAMING"), ("integration", "KAFKA"),
            ("emissionPattern", new JsonObject { ["eventTrigger"] = "PERIODIC", ["eventContentMode"] = "COMPLETE_SNAPSHOT" }));
        await AppendAsync(
            Run("START", 1).JobFacet("jobType", type).Input("a").Input("b").Build(), Run("RUNNING", 2).Input("b").Input("c").Build(), Run("RUNNING", 3).Build());

        var detail = await _fixture.Queries.FindAsync(RunId(1), null, Token);

        Assert.Equal([DatasetId("b"), DatasetId("c")], detail?.Inputs.Select(input => input.Id));
    }

    [Fact]
    public async Task FindAsync_ForeignRun_ShowsItsErrorAndParent()
    {
        var parent = Facet(
            ("run", new JsonObject { ["runId"] = RunId(7).ToString() }), ("job", new JsonObject { ["namespace"] = "jobs", ["name"] = "dag" }));
        await AppendAsync(Run("FAIL", 1)
            .RunFacet("parent", parent)
            .RunFacet("errorMessage", Facet(("message", "no\0room"), ("programmingLanguage", "JAVA")))
            .Build());

        var detail = await _fixture.Queries.FindAsync(RunId(1), null, Token);

        Assert.Equal(("noroom", null, null), (detail?.Summary.Message, detail?.Summary.Kind, detail?.Summary.Domain));
        Assert.Equal(new RunKey(RunId(7), JobId("dag")), detail?.Parent);
    }

    [Fact]
    public async Task ReadAllAsync_SlowReader_GetsEachChangedRunOnce()
    {
        await using var reader = _fixture.Changes.ReadAllAsync(Token).GetAsyncEnumerator(Token);
        for (var i = 0; i < 1000; i++)
        {
            _fixture.Changes.Publish(RunId(i % 3));
        }

        var seen = new HashSet<Guid>();
        while (seen.Count < 3)
        {
            Assert.True(await reader.MoveNextAsync());
            Assert.True(seen.Add(reader.Current));
        }

        _fixture.Changes.Publish(RunId(1));
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(RunId(1), reader.Current);
    }

    [Fact]
    public async Task ReadAllAsync_ManyReaders_AllSeeTheChange()
    {
        var readers = Enumerable.Range(0, 5).Select(_ => _fixture.Changes.ReadAllAsync(Token).GetAsyncEnumerator(Token)).ToList();

        _fixture.Changes.Publish(RunId(1));

        foreach (var reader in readers)
        {
            Assert.True(await reader.MoveNextAsync());
            Assert.Equal(RunId(1), reader.Current);
            await reader.DisposeAsync();
        }
    }

    private Task AppendAsync(params LineageEvent[] events) => _fixture.Store.AppendAsync(events, Epoch, Token);
}

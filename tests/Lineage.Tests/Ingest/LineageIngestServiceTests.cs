using System.Text;
using Catalog.Core.Values;
using Conformance.Lineage;
using Lineage.Ingest;
using Lineage.Model;
using Lineage.Runs;
using Lineage.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static Conformance.Lineage.EventBuilder;

namespace Lineage.Tests.Ingest;

public sealed class LineageIngestServiceTests
{
    private readonly ReferenceStore _store = new();
    private readonly RunChanges _changes = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IngestAsync_NewEvent_IsKeptAndTold()
    {
        await using var changes = _changes.ReadAllAsync(Token).GetAsyncEnumerator(Token);

        var result = await Service().IngestAsync(Bytes(Run("START", 0).ToJson()), Token);

        Assert.Equal((true, false), (result.Accepted, result.Repeated));
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(RunId(1), changes.Current);
        Assert.True((await Service().IngestAsync(Bytes(Run("START", 0).ToJson()), Token)).Repeated);
    }

    [Fact]
    public async Task IngestAsync_UnusableEvent_SaysWhyAndKeepsNothing()
    {
        var result = await Service().IngestAsync(Bytes("{}"), Token);

        Assert.False(result.Accepted);
        Assert.Contains("eventTime", result.Reason, StringComparison.Ordinal);
        Assert.Empty((await _store.ListEventsAsync(new EventFilter(), Token)).Events);
    }

    [Fact]
    public async Task IngestAsync_MalformedFacet_IsAWarningOrAnErrorByTheMode()
    {
        var json = Bytes(Run("START", 0).JobFacet("sql", new System.Text.Json.Nodes.JsonObject { ["query"] = 1 }).ToJson());

        Assert.False((await Service(strict: true).IngestAsync(json, Token)).Accepted);
        var tolerant = await Service().IngestAsync(json, Token);
        Assert.True(tolerant.Accepted);
        Assert.NotEmpty(tolerant.Findings);
        Assert.Empty(tolerant.Reason);
    }

    [Fact]
    public async Task IngestAsync_ClockFarAhead_IsRefusedAndNamesTheSetting()
    {
        var last = (int)(Instant.Now(new ManualClock()) - Epoch + TimeSpan.FromDays(1)).TotalSeconds;

        Assert.True((await Service().IngestAsync(Bytes(Run("START", last).ToJson()), Token)).Accepted);
        var refused = await Service().IngestAsync(Bytes(Run("START", last + 1).ToJson()), Token);

        Assert.False(refused.Accepted);
        Assert.Contains("Lineage:MaxClockAhead", Assert.Single(refused.Findings).Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IngestBatchAsync_SomeUnusable_KeepsTheOthersInTheirPlaces()
    {
        var good = Run("START", 0).ToJson();
        var batch = $"[{good}, {{}}, {good}, {Run("COMPLETE", 1).ToJson()}, 7]";

        var (result, fault) = await Service().IngestBatchAsync(Bytes(batch), Token);

        Assert.Null(fault);
        Assert.Equal((3, 2), (result?.Successful, result?.Failed));
        Assert.Equal([true, false, true, true, false], result?.Results.Select(one => one.Accepted));
        Assert.Equal([false, false, true, false, false], result?.Results.Select(one => one.Repeated));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("")]
    public async Task IngestBatchAsync_NoArray_IsAFault(string body)
    {
        var (result, fault) = await Service().IngestBatchAsync(Bytes(body), Token);

        Assert.Null(result);
        Assert.NotNull(fault);
    }

    [Fact]
    public async Task IngestBatchAsync_Empty_IsFine()
    {
        var (result, _) = await Service().IngestBatchAsync(Bytes("[]"), Token);

        Assert.Equal((0, 0), (result?.Successful, result?.Failed));
    }

    [Fact]
    public async Task PruneAsync_AfterTheRetention_TakesTheBodies()
    {
        await _store.AppendAsync([Run("START", 0).Build()], Epoch, Token);
        var clock = new ManualClock();
        var pruner = new LineagePruner(
            _store, Options.Create(new LineageOptions { EventRetention = TimeSpan.FromDays(1) }), clock, NullLogger<LineagePruner>.Instance);

        Assert.Equal(0, await pruner.PruneAsync(Token));
        clock.Set(clock.GetUtcNow() + TimeSpan.FromDays(2));
        Assert.Equal(1, await pruner.PruneAsync(Token));
    }

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    private LineageIngestService Service(bool strict = false) => new(
        new EventAppender(_store, _changes, new ManualClock()),
        Options.Create(new LineageOptions { Strict = strict }),
        new ManualClock(),
        NullLogger<LineageIngestService>.Instance);
}

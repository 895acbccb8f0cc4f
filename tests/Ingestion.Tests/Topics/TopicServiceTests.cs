using System.Text;
using Catalog.Core.Values;
using Conformance.ExternalTopics;
using FeatureStore.Model;
using Ingestion.Feeds;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Tests.Feeds;
using Ingestion.Tests.Testing;
using Ingestion.Topics;

namespace Ingestion.Tests.Topics;

public sealed class TopicServiceTests : IDisposable
{
    private static readonly TopicPlace Place = new(TestFeeds.Topic, 0);

    private readonly StoredState _state = new();
    private readonly MemoryTopics _topics = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Read_GoodAndBadRecords_EachIsAnEventOrRefusedWithItsPlace()
    {
        _topics.Make(TestFeeds.Topic, 1);
        Append(
            TestFeeds.Order("a"), TestFeeds.Record("nonsense"), TestFeeds.Order("b"), TestFeeds.Record(null), TestFeeds.Record("""{"at":"2026-01-01T00:00:00Z"}"""), TestFeeds.Order("a"),
            TestFeeds.Record(new string('x', 2_000)), TestFeeds.Record("""{"id":"c","at":"2026-01-01T00:00:00Z","amount":"x"}"""), TestFeeds.Order("d"));

        await using (var test = await TestFeeds.StartAsync(_state, _topics, deadLetter: "refused"))
        {
            await test.WaitForAsync(9);
            Assert.Equal(["a", "b", "d"], await test.ReadIdsAsync());
        }

        Assert.Equal(
            ["1 malformed", "3 malformed", "4 required:id", "5 unique:id", "6 malformed", "7 type:amount"],
            _state.Quarantine.All.Select(static item => $"{item.RecordNumber} {item.Violations[0].Rule}"));
        Assert.All(_state.Quarantine.All, static item => Assert.Equal((OriginKind.Topic, TestFeeds.Topic + "/0", 0), (item.Origin.Kind, item.Origin.Name, item.Origin.Partition)));
        Assert.Equal(1_024, _state.Quarantine.All[4].Raw.Length);
        Assert.Equal(2_000, _topics.Sent.Single(static sent => HeaderOf(sent.Letter, "catalog.offset") == "6").Letter.Value!.Value.Length);
        Assert.Equal(["1", "3", "4", "5", "6", "7"], _topics.Sent.Select(static sent => HeaderOf(sent.Letter, "catalog.offset")));
        Assert.All(_topics.Sent, static sent => Assert.Equal(("refused", "k"), (sent.Topic, Encoding.UTF8.GetString(sent.Letter.Key!.Value.Span))));
    }

    [Fact]
    public async Task Read_ToTheEnd_IsOneRunWithItsFigures()
    {
        _topics.Make(TestFeeds.Topic, 1);
        Append(TestFeeds.Order("a"), TestFeeds.Record("nonsense"), TestFeeds.Order("b"));

        await using (var test = await TestFeeds.StartAsync(_state, _topics))
        {
            await test.WaitForAsync(3);
        }

        var job = Assert.Single(await _state.Jobs.GetRecentAsync("orders@1", 10, Token));
        Assert.Equal((IngestionJobKind.Topic, IngestionJobState.Completed), (job.Kind, job.State));
        Assert.Equal((3, 2, 1), (job.Work!.Events, job.Work.Rows, job.Work.Skipped));
        Assert.Equal("completed", _state.Journal.Ends[job.RunId]);
        Assert.Equal(job.RunId, _state.Quarantine.All.Single().RunId);
        Assert.Contains(_state.Checks.All, check => check.RunId == job.RunId && check.Rule == "malformed" && check.Violations == 1 && check.Checked == 3);
    }

    [Fact]
    public void Run_OfATopic_NamesItAsLineageDoes()
    {
        var source = Orders.Sources(FileFormat.Ndjson).Sources[0];
        var description = new FeedRunDescription(
            source, IngestionJobKind.Topic, "shop.orders", () => TopicDataset.Of(new SourceTopic { Name = "shop.orders", Connection = MemoryTopics.Connection }, _topics));
        var job = new IngestionJob { RunId = Guid.NewGuid(), Kind = IngestionJobKind.Topic, Subject = description.Subject, Title = "t", CreatedAt = Instant.MinValue };

        var start = description.Start(job);
        var outcome = description.Outcome(new ViewWork { Partition = 0, From = 0, To = 9, Events = 9, Rows = 7, Skipped = 2 }, summary: null);

        Assert.Equal(("consume.orders", "kafka://memory:9092", "shop.orders"), (start.Job, start.Inputs[0].Namespace, start.Inputs[0].Name));
        Assert.Equal((9, 7, 2), (outcome.Figures["read"], outcome.Figures["accepted"], outcome.Figures["quarantined"]));
        Assert.Equal(["id", "at", "amount"], start.Outputs[0].Origins.Select(static origin => origin.InputColumn));
    }

    [Fact]
    public async Task Read_StartLatest_TakesWhatComesFromThenOnAlsoAfterARestart()
    {
        _topics.Make(TestFeeds.Topic, 1);
        Append(TestFeeds.Order("old"));
        await using (var first = await TestFeeds.StartAsync(_state, _topics, TopicStart.Latest))
        {
            await first.WaitForAsync(1);
        }

        Append(TestFeeds.Order("new"));
        await using var test = await TestFeeds.StartAsync(_state, _topics, TopicStart.Latest);
        await test.WaitForAsync(2);

        Assert.Equal(["new"], await test.ReadIdsAsync());
    }

    [Fact]
    public async Task Read_TopicThatDoesNotExist_SaysSoUntilItDoes()
    {
        await using var test = await TestFeeds.StartAsync(_state, _topics, TopicStart.Latest);
        await test.WaitAsync(static statuses => statuses is [{ State: PipelineState.Failing, Error: not null }]);
        Assert.Contains(TestFeeds.Topic, test.Statuses[0].Error, StringComparison.Ordinal);

        _topics.Make(TestFeeds.Topic, 2);
        Append(TestFeeds.Order("a"));
        _topics.Append(Place with { Partition = 1 }, TestFeeds.Order("b"));
        await test.WaitForAsync(1, 1);

        Assert.Equal(["a", "b"], (await test.ReadIdsAsync()).Order());
    }

    [Fact]
    public async Task Read_BrokersAwayAndBack_GoesOnWhereItWas()
    {
        _topics.Make(TestFeeds.Topic, 1);
        Append(TestFeeds.Order("a"));
        await using var test = await TestFeeds.StartAsync(_state, _topics);
        await test.WaitForAsync(1);
        _topics.IsAway = true;
        await test.WaitAsync(static statuses => statuses[0].State == PipelineState.Failing);
        Append(TestFeeds.Order("b"));
        _topics.IsAway = false;
        await test.WaitForAsync(2);

        Assert.Equal(["a", "b"], await test.ReadIdsAsync());
        Assert.Null(test.Statuses[0].Error);
    }

    [Fact]
    public async Task Read_PayloadsThatNobodyCanDecodeRightNow_IsFailingUntilOneCan()
    {
        _topics.Make(TestFeeds.Topic, 1);
        Append(TestFeeds.Order("a"));
        var payloads = new WaitingPayloads { Refusals = 5 };
        await using var test = await TestFeeds.StartAsync(_state, _topics, payloads: payloads);
        payloads.Test = test;
        await test.WaitForAsync(1);

        Assert.Equal(["a"], await test.ReadIdsAsync());
        Assert.All(payloads.States[1..], static seen => Assert.Equal((PipelineState.Failing, "The registry is away."), seen));
        Assert.Equal(6, payloads.States.Count);
        Assert.Null(test.Statuses[0].Error);
    }

    [Fact]
    public async Task Read_RecordsDeletedBeforeTheyWereRead_AreCountedAndReadingGoesOn()
    {
        _topics.Make(TestFeeds.Topic, 1);
        Append(TestFeeds.Order("a"));
        await using (var first = await TestFeeds.StartAsync(_state, _topics))
        {
            await first.WaitForAsync(1);
        }

        Append(TestFeeds.Order("lost"), TestFeeds.Order("lost too"), TestFeeds.Order("b"));
        _topics.Forget(Place, before: 3);
        for (var start = 0; start < 2; start++)
        {
            await using var test = await TestFeeds.StartAsync(_state, _topics);
            await test.WaitForAsync(4);

            Assert.Equal(2, test.Statuses[0].Missed);
            Assert.Equal(["a", "b"], await test.ReadIdsAsync());
        }
    }

    [Fact]
    public async Task Read_TopicMadeAnew_StopsWithTheReason()
    {
        _topics.Make(TestFeeds.Topic, 1);
        Append(TestFeeds.Order("a"), TestFeeds.Order("b"));
        await using (var first = await TestFeeds.StartAsync(_state, _topics))
        {
            await first.WaitForAsync(2);
        }

        _topics.Remove(TestFeeds.Topic);
        _topics.Make(TestFeeds.Topic, 1);
        Append(TestFeeds.Order("c"));
        await using var test = await TestFeeds.StartAsync(_state, _topics);
        await test.WaitAsync(static statuses => statuses is [{ State: PipelineState.Failing }]);

        Assert.Contains("ends at offset '1'", test.Statuses[0].Error, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], await test.ReadIdsAsync());
    }

    [Fact]
    public async Task Read_ViewTooFarBehind_WaitsAndSaysForWhat()
    {
        _topics.Make(TestFeeds.Topic, 1);
        for (var number = 0; number < 30; number++)
        {
            Append(TestFeeds.Order($"o{number}"));
        }

        var writer = new PipelineStatus { View = new FeatureViewId("v", 1), Source = "orders", Partition = 0, State = PipelineState.Running, HasCaughtUp = true };
        await using var test = await TestFeeds.StartAsync(_state, _topics, pipelines: new FixedPipelines(writer));
        await test.WaitAsync(static statuses => statuses is [{ Waiting: not null }]);

        Assert.Contains("'v'", test.Statuses[0].Waiting, StringComparison.Ordinal);
        Assert.Equal(12, (await test.ReadIdsAsync()).Count);
    }

    [Fact]
    public async Task Replay_AfterAFixOfTheContract_TakesWhatItAllows()
    {
        _topics.Make(TestFeeds.Topic, 1);
        Append(TestFeeds.Record("{\n\"at\":\"2026-01-01T00:00:00Z\",\n\"amount\":7}"), TestFeeds.Record(null), TestFeeds.Record("nonsense"));
        await using (var test = await TestFeeds.StartAsync(_state, _topics))
        {
            await test.WaitForAsync(3);
        }

        await using var ingestion = new TestIngestion(_state, Orders.Sources(FileFormat.Ndjson, contract: Orders.Contract()));
        await ingestion.ReplayAsync();

        Assert.Equal(Value.Of(7L), TestIngestion.Decode(Assert.Single(await ingestion.ReadLogAsync()))[2]);
        Assert.Equal([QuarantineState.Replayed, QuarantineState.Open, QuarantineState.Open], _state.Quarantine.All.Select(static item => item.State));
        Assert.StartsWith("It has no payload: it is a tombstone", _state.Quarantine.All[1].Violations[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("It is no JSON object", _state.Quarantine.All[2].Violations[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DyingAtEachWrite_EndsWithEachRecordOnce()
    {
        var steps = (await ReadWithCrashAsync(new CrashPoint())).Steps;
        Assert.True(steps > 10);
        for (var at = 0; at < steps; at++)
        {
            var (ids, refused, _) = await ReadWithCrashAsync(new CrashPoint { At = at });

            Assert.Equal(Enumerable.Range(0, 12).Where(static number => number % 2 == 1).Select(static number => $"o{number}").Order(), ids.Order());
            Assert.Equal(["0/1", "0/3", "0/6", "1/1", "1/3", "1/6"], refused);
        }
    }

    // Two partitions with gaps between the offsets; each other record is refused, for one reason or another.
    private static async Task<(List<string> Ids, List<string> Refused, int Steps)> ReadWithCrashAsync(CrashPoint crash)
    {
        using var state = new StoredState();
        var topics = new MemoryTopics();
        topics.Make(TestFeeds.Topic, 2);
        for (var number = 0; number < 12; number++)
        {
            topics.Append(Place with { Partition = number / 6 }, number % 2 == 0 ? TestFeeds.Record(number % 4 == 0 ? "nonsense" : null) : TestFeeds.Order($"o{number}"), gap: number % 3 == 0 ? 1 : 0);
        }

        await using (var dying = await TestFeeds.StartAsync(state, topics, crash: crash))
        {
            await dying.WaitAsync(statuses => crash.Steps > crash.At || (statuses.Count == 2 && statuses.All(static status => status.State == PipelineState.Running && status.Lag == 0 && status.Position == 8)));
        }

        state.Quarantine.Crash = state.Uniqueness.Crash = new CrashPoint();
        await using var test = await TestFeeds.StartAsync(state, topics);
        await test.WaitAsync(static statuses => statuses.Count == 2 && statuses.All(static status => status.State == PipelineState.Running && status.Lag == 0 && status.Position == 8));
        return (await test.ReadIdsAsync(), [.. state.Quarantine.All.Select(static item => $"{item.Origin.Partition}/{item.RecordNumber}").Order()], crash.Steps);
    }

    private static string HeaderOf(DeadLetter letter, string name) => Encoding.UTF8.GetString(letter.Headers.Single(header => header.Name == name).Value!.Value.Span);

    private void Append(params FeedRecord[] records) => Array.ForEach(records, record => _topics.Append(Place, record));
}

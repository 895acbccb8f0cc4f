using System.Text;
using Catalog.Core.Model;
using Catalog.Core.Values;
using FeatureStore.Ports;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Replays;

public sealed class ReplayTests : IDisposable
{
    // Missing ids with amounts on both sides of 5, a repeated id, a damaged line and a text for a number.
    private const string Lines =
        "id,at,amount\n"
        + "a,2026-01-01T00:00:00Z,1\n"
        + ",2026-01-01T00:00:01Z,2\n"
        + ",2026-01-01T00:00:02Z,30\n"
        + "a,2026-01-01T00:00:03Z,40\n"
        + ",2026-01-01T00:00:04Z,x\n"
        + "\"d,2026-01-01T00:00:05Z,6\n"
        + ",2026-01-01T00:00:06Z,3\n"
        + ",2026-01-01T00:00:07Z,70\n";

    /// <summary>An id may be missing and repeated now, and amounts have a bound.</summary>
    private static readonly Contract Mended = Orders.Contract(new ContractProperty { Name = "id" }, new ContractProperty { Name = "amount", Minimum = 5 }) with { Version = "2.0.0" };

    private readonly StoredState _state = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Replay_AfterTheContractWasMended_AppendsWhatPassesAndGivesTheOthersNewReasons()
    {
        await IngestAsync(_state, Lines);
        await using var ingestion = new TestIngestion(_state, Orders.Sources(contract: Mended));

        var job = await ingestion.ReplayAsync();

        Assert.Equal((IngestionJobState.Completed, IngestionJobKind.Replay, "all open events"), (job.State, job.Kind, job.Title));
        Assert.Equal((7L, 3L, 4L), (job.Result!.Read, job.Result.Accepted, job.Result.Quarantined));
        Assert.Equal([1L, 30, 40, 70], await AmountsAsync(ingestion));
        Assert.Equal(
            ["2 Open minimum:amount 2.0.0", "3 Replayed required:id 1.0.0", "4 Replayed unique:id 1.0.0", "5 Open type:amount 2.0.0", "6 Open malformed 2.0.0", "7 Open minimum:amount 2.0.0", "8 Replayed required:id 1.0.0"],
            Show(_state));
        Assert.All(_state.Quarantine.All.Where(static item => item.State == QuarantineState.Replayed), static item => Assert.Equal("ann", item.ResolvedBy));
        Assert.All(_state.Quarantine.All.Where(static item => item.State == QuarantineState.Open), item => Assert.Equal(job.RunId, item.RunId));
        Assert.Equal("completed", _state.Journal.Ends[job.RunId]);
    }

    [Fact]
    public async Task Replay_SomeRules_LeavesTheOthers()
    {
        await IngestAsync(_state, Lines);
        await using var ingestion = new TestIngestion(_state, Orders.Sources(contract: Mended));

        var job = await ingestion.ReplayAsync("unique:id");

        Assert.Equal((1L, 1L), (job.Result!.Read, job.Result.Accepted));
        Assert.Equal([1L, 40], await AmountsAsync(ingestion));
    }

    [Fact]
    public async Task Replay_Twice_AppendsNothingAgain()
    {
        await IngestAsync(_state, Lines);
        await using var ingestion = new TestIngestion(_state, Orders.Sources(contract: Mended));
        await ingestion.ReplayAsync();

        var second = await ingestion.ReplayAsync();

        Assert.Equal((4L, 0L, 4L), (second.Result!.Read, second.Result.Accepted, second.Result.Quarantined));
        Assert.Equal(4, (await ingestion.ReadLogAsync()).Count);
    }

    [Fact]
    public async Task Replay_DyingAtAnyWrite_EndsAfterTheRestartLikeAnUninterruptedOne()
    {
        await IngestAsync(_state, Lines);
        var whole = new CrashPoint();
        List<long> amounts;
        await using (var ingestion = new TestIngestion(_state, Orders.Sources(contract: Mended), whole))
        {
            await ingestion.ReplayAsync("required:id", "unique:id");
            amounts = await AmountsAsync(ingestion);
        }

        Assert.InRange(whole.Steps, 6, 100);
        for (var step = 0; step < whole.Steps; step++)
        {
            await DieAndGoOnAsync(step, amounts);
        }
    }

    [Fact]
    public async Task Replay_ValueThatAnAcceptedEventHas_StaysRefused()
    {
        var unique = Orders.Contract(new ContractProperty { Name = "id", Unique = true });
        await IngestAsync(_state, "id,at,amount\nb,yesterday,1\nb,2026-01-01T00:00:00Z,2\nb,2026-01-01T00:00:01Z,3\n");
        await using var ingestion = new TestIngestion(_state, Orders.Sources(contract: unique));

        var job = await ingestion.ReplayAsync();

        Assert.Equal((2L, 0L), (job.Result!.Read, job.Result.Accepted));
        Assert.Equal(["1 Open type:at,unique:id 1.0.0", "3 Open unique:id 1.0.0"], Show(_state));
    }

    [Fact]
    public async Task Replay_PushedForOneStore_GoesThereOnly()
    {
        await using (var pushes = new TestPushes(_state, Orders.Sources()))
        {
            await pushes.PushAsync("""{"at":"2026-01-01T00:00:00Z","amount":30}""", targets: EventTargets.Online);
            await pushes.PushAsync("""{"at":"2026-01-01T00:00:00Z","amount":31}""");
        }

        await using var ingestion = new TestIngestion(_state, Orders.Sources(contract: Mended));
        await ingestion.ReplayAsync();

        var events = (await ingestion.ReadLogAsync()).ConvertAll(static payload => (Values: EventPayload.Decode(payload.Span, out var head), head.Targets));
        Assert.Equal([(30L, EventTargets.Online), (31, EventTargets.Both)], events.Select(static item => (item.Values[2].AsInt64(), item.Targets)));
    }

    [Fact]
    public async Task Replay_RowOfAParquetFile_IsReadFromItsJson()
    {
        var at = Value.Of(new Instant(1_767_225_600_000_000));
        var table = new FakeTable(
            [new("id", new DataType(ScalarType.String)), new("at", new DataType(ScalarType.Timestamp)), new("amount", new DataType(ScalarType.Int64))],
            [[Value.Null, at, Value.Of(30L)]]);
        await using (var before = new TestIngestion(_state, Orders.Sources(FileFormat.Parquet), table: table))
        {
            await before.IngestAsync(new MemoryStream([1]));
        }

        await using var ingestion = new TestIngestion(_state, Orders.Sources(FileFormat.Parquet, contract: Mended));
        await ingestion.ReplayAsync();

        Assert.Equal([Value.Null, at, Value.Of(30L)], TestIngestion.Decode(Assert.Single(await ingestion.ReadLogAsync())));
    }

    [Fact]
    public async Task Replay_RecordOfWhichOnlyTheBeginningWasKept_StaysRefused()
    {
        var line = $"b,2026-01-01T00:00:00Z,30,{new string('x', 5 << 20)}";
        await IngestAsync(_state, $"id,at,amount,more\n{line}\n");
        await using var ingestion = new TestIngestion(_state, Orders.Sources(contract: Mended));

        var job = await ingestion.ReplayAsync();

        Assert.Equal((1L, 0L), (job.Result!.Read, job.Result.Accepted));
        Assert.StartsWith("b,2026", Encoding.UTF8.GetString(Assert.Single(_state.Quarantine.All).Raw.Span[..10]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_FileOfAnOlderSource_HasNullWhereItLacksAColumn()
    {
        await IngestAsync(_state, Lines);
        var source = Orders.Sources(contract: Mended).Sources[0];
        var wider = source with { Version = 2, Columns = [.. source.Columns, new SourceColumn { Name = "shop", From = "shop", Type = new DataType(ScalarType.String) }] };
        await using var ingestion = new TestIngestion(_state, new FixedSources(wider, Mended));

        await ingestion.ReplayAsync("unique:id");

        Assert.Equal([Value.Of(40L), Value.Null], TestIngestion.Decode((await ingestion.ReadLogAsync())[^1])[2..]);
    }

    [Fact]
    public async Task Try_Events_SaysWhatWouldHappenAndWritesNothing()
    {
        await IngestAsync(_state, Lines);
        var before = Show(_state);
        await using var ingestion = new TestIngestion(_state, Orders.Sources(contract: Mended));
        var ids = _state.Quarantine.All.ToDictionary(static item => item.RecordNumber, static item => item.Id);

        var trials = await ingestion.Replays.TryAsync("orders", [ids[2], ids[3], 999], Token);

        Assert.Equal([(ids[2], "minimum:amount"), (ids[3], string.Empty)], trials.Select(static trial => (trial.Id, string.Join(',', trial.Violations.Select(static violation => violation.Rule)))));
        Assert.Equal(before, Show(_state));
        Assert.Single(await ingestion.ReadLogAsync());
    }

    [Fact]
    public async Task Start_UnknownSource_IsRefused()
    {
        await using var ingestion = new TestIngestion(_state, Orders.Sources());

        var error = await Assert.ThrowsAsync<IngestionException>(() => ingestion.Replays.StartAsync(new QuarantineFilter { Source = "nothing" }, null, Token));

        Assert.Equal(IngestionErrorCode.SourceNotFound, error.ErrorCode);
    }

    private static async Task IngestAsync(StoredState state, string lines)
    {
        await using var ingestion = new TestIngestion(state, Orders.Sources());
        Assert.Equal(IngestionJobState.Completed, (await ingestion.IngestAsync(new MemoryStream(Encoding.UTF8.GetBytes(lines)))).State);
    }

    private static async Task<List<long>> AmountsAsync(TestIngestion ingestion)
        => (await ingestion.ReadLogAsync()).ConvertAll(static payload => TestIngestion.Decode(payload)[2].AsInt64());

    private static List<string> Show(StoredState state)
        => [.. state.Quarantine.All.Select(static item => $"{item.RecordNumber} {item.State} {string.Join(',', item.Violations.Select(static violation => violation.Rule))} {item.ContractVersion}")];

    private async Task DieAndGoOnAsync(int step, List<long> amounts)
    {
        using var state = new StoredState();
        await IngestAsync(state, Lines);
        Guid runId;
        await using (var dying = new TestIngestion(state, Orders.Sources(contract: Mended), new CrashPoint { At = step }))
        {
            runId = (await dying.StartReplayAsync("required:id", "unique:id")).RunId;
            await Record.ExceptionAsync(() => dying.WaitAsync(runId));
        }

        await using var next = new TestIngestion(state, Orders.Sources(contract: Mended));
        await next.ResumeAsync();
        var job = await next.WaitAsync(runId);

        Assert.True(job.State == IngestionJobState.Completed, $"After dying at step {step} the job is {job.State}: {job.ErrorMessage}");
        Assert.Equal((6L, 3L, 3L), (job.Result!.Read, job.Result.Accepted, job.Result.Quarantined));
        Assert.Equal(amounts, await AmountsAsync(next));
        Assert.Equal(Show(_state), Show(state));
    }
}

using System.Text;
using Catalog.Core.Model;
using Catalog.Core.Values;
using FeatureStore.Ports;
using Ingestion.Model;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Files;

public sealed class FileIngestionTests
{
    private const string Header = "id,at,amount\n";

    // Repeated ids within and across batches, a missing id, a damaged line and a text for a number.
    private const string Orders =
        Header
        + "a,2026-01-01T00:00:00Z,1\n"
        + "b,2026-01-01T00:00:01Z,2\n"
        + "a,2026-01-01T00:00:02Z,3\n"
        + ",2026-01-01T00:00:03Z,4\n"
        + "c,2026-01-01T00:00:04Z,x\n"
        + "d,2026-01-01T00:00:05Z,6,7\n"
        + "b,2026-01-01T00:00:06Z,8\n"
        + "e,2026-01-01T00:00:07Z,9\n"
        + "f,2026-01-01T00:00:08Z,10\n";

    [Fact]
    public async Task StartFile_DyingAtAnyWrite_EndsAfterTheRestartLikeAnUninterruptedRun()
    {
        using var expected = new StoredState();
        var whole = new CrashPoint();
        List<string> expectedLog;
        await using (var ingestion = new TestIngestion(expected, Testing.Orders.Sources(FileFormat.Csv), whole, batchRecords: 2))
        {
            Assert.Equal(IngestionJobState.Completed, (await ingestion.IngestAsync(Bytes(Orders))).State);
            expectedLog = await ShowLogAsync(ingestion);
        }

        Assert.Equal(4, expectedLog.Count);
        Assert.InRange(whole.Steps, 15, 100);
        for (var step = 0; step < whole.Steps; step++)
        {
            await DieAndGoOnAsync(step, expected, expectedLog);
        }
    }

    [Fact]
    public async Task StartFile_SameContentTwice_AppendsNothingAndShowsTheFirstFigures()
    {
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv));
        var first = await ingestion.IngestAsync(Bytes(Orders));

        var second = await ingestion.IngestAsync(Bytes(Orders));

        Assert.True(second.Result!.AlreadyIngested);
        Assert.Equal(first.RunId, second.Result.RunId);
        Assert.Equal((9L, 4L, 5L), (second.Result.Read, second.Result.Accepted, second.Result.Quarantined));
        Assert.Equal(4, (await ingestion.ReadLogAsync()).Count);
        Assert.Equal("completed", state.Journal.Ends[second.RunId]);
    }

    [Fact]
    public async Task StartFile_Forced_AppendsTheSameContentAgain()
    {
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv));
        await ingestion.IngestAsync(Bytes(Orders));
        var refused = state.Refused;

        var second = await ingestion.IngestAsync(Bytes(Orders), force: true);

        Assert.False(second.Result!.AlreadyIngested);
        Assert.Equal(8, (await ingestion.ReadLogAsync()).Count);
        Assert.Equal(refused, state.Refused);
    }

    [Fact]
    public async Task StartFile_RepeatedHeader_IsRefusedAndLeavesNothing()
    {
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv));

        var error = await Assert.ThrowsAsync<IngestionException>(() => ingestion.StartAsync(Bytes("id,at,id,amount\n1,2,3,4\n")));

        Assert.Equal(IngestionErrorCode.UnreadableFile, error.ErrorCode);
        Assert.Contains("'id'", error.Message, StringComparison.Ordinal);
        Assert.Empty(await state.Jobs.GetRecentAsync(null, 10, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(state.SpoolDirectory));
    }

    [Fact]
    public async Task StartFile_HelpdeskFileWithRepeatedHeader_IsRefused()
    {
        using var file = File.OpenRead(SharedData.Require("helpdesk/incident_event_log.duplicate_header_variant_1000rows.csv.gz"));
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv));

        var error = await Assert.ThrowsAsync<IngestionException>(() => ingestion.StartAsync(file));

        Assert.Equal(IngestionErrorCode.UnreadableFile, error.ErrorCode);
        Assert.Contains("'category'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartFile_HeaderOnly_CompletesWithNothing()
    {
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv));

        var job = await ingestion.IngestAsync(Bytes(Header));

        Assert.Equal(IngestionJobState.Completed, job.State);
        Assert.Equal(0, job.Result!.Read);
        Assert.All(state.Checks.All, static result => Assert.Equal(CheckOutcome.Skip, result.Outcome));
    }

    [Fact]
    public async Task StartFile_BrokenRules_SavesOneResultForEach()
    {
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv));

        await ingestion.IngestAsync(Bytes(Orders));

        var results = state.Checks.All.ToDictionary(static result => result.Rule, static result => (result.Outcome, result.Violations));
        Assert.Equal((CheckOutcome.Fail, 1L), results["required:id"]);
        Assert.Equal((CheckOutcome.Fail, 2L), results["unique:id"]);
        Assert.Equal((CheckOutcome.Fail, 1L), results["type:amount"]);
        Assert.Equal((CheckOutcome.Pass, 0L), results["type:at"]);
        Assert.Equal((CheckOutcome.Fail, 1L), results[EventRules.Malformed]);
    }

    [Fact]
    public async Task StartFile_NothingButMalformed_PassesNoRuleThatLookedAtNothing()
    {
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Ndjson));

        await ingestion.IngestAsync(Bytes("zzzz\n[1]\n"));

        var malformed = state.Checks.All.ToLookup(static result => result.Rule == EventRules.Malformed);
        Assert.Equal((CheckOutcome.Fail, 2L, 2L), malformed[true].Select(static result => (result.Outcome, result.Violations, result.Checked)).Single());
        Assert.NotEmpty(malformed[false]);
        Assert.All(malformed[false], static result => Assert.Equal((CheckOutcome.Skip, 0L), (result.Outcome, result.Checked)));
    }

    [Fact]
    public async Task StartFile_ColumnsWithLaterTimes_AreCountedAndNotJudged()
    {
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.SourcesWithTimes());

        await ingestion.IngestAsync(Bytes(
            """
            id,at,due,entered
            a,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,2026-01-01T00:00:00Z
            b,2026-01-01T00:00:00Z,2025-12-31T00:00:00Z,2025-12-31T00:00:00Z
            c,2026-01-01T00:00:00Z,,
            d,2026-01-01T00:00:00Z,2026-01-01T00:00:01Z,2025-01-01T00:00:00Z
            """));

        var results = state.Checks.All.Where(static result => result.Rule.StartsWith("future:", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [("future:due", "due", CheckOutcome.Skip, 2L, 4L), ("future:entered", "entered", CheckOutcome.Skip, 0L, 4L)],
            results.Select(static result => (result.Rule, result.Column, result.Outcome, result.Violations, result.Checked)));
        Assert.StartsWith("Not judged: 2 of 4 events hold a time after their own. A feature", results[0].Message, StringComparison.Ordinal);
        Assert.Equal("Not judged: 0 of 4 events hold a time after their own.", results[1].Message);
    }

    [Fact]
    public async Task StartFile_Parquet_ReadsRowsAndKeepsRefusedOnesAsJson()
    {
        var at = Value.Of(new Instant(1_767_225_600_000_000));
        var table = new FakeTable(
            [new("id", new DataType(ScalarType.String)), new("at", new DataType(ScalarType.Timestamp)), new("amount", new DataType(ScalarType.Int64))],
            [[Value.Of("a\"b"), at, Value.Of(1L)], [Value.Null, at, Value.Of(2L)]]);
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Parquet), table: table);

        var job = await ingestion.IngestAsync(Bytes("rows come from the table"));

        Assert.Equal((1L, 1L), (job.Result!.Accepted, job.Result.Quarantined));
        Assert.Equal([Value.Of("a\"b"), at, Value.Of(1L)], TestIngestion.Decode(Assert.Single(await ingestion.ReadLogAsync())));
        Assert.StartsWith("{\"id\":null,\"at\":\"2026-01-01T00:00:00", Encoding.UTF8.GetString(Assert.Single(state.Quarantine.All).Raw.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartFile_UnknownSource_IsRefused()
    {
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv));
        var upload = new FileUpload { Source = "nothing", Name = "file", Content = Bytes(Orders) };

        var error = await Assert.ThrowsAsync<IngestionException>(() => ingestion.Service.StartFileAsync(upload, TestContext.Current.CancellationToken));

        Assert.Equal(IngestionErrorCode.SourceNotFound, error.ErrorCode);
    }

    private static async Task DieAndGoOnAsync(int step, StoredState expected, List<string> expectedLog)
    {
        using var state = new StoredState();
        Guid runId;
        await using (var dying = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv), new CrashPoint { At = step }, batchRecords: 2))
        {
            runId = (await dying.StartAsync(Bytes(Orders))).RunId;

            // Who waits for a job that has died already is not told.
            Assert.True(await Record.ExceptionAsync(() => dying.WaitAsync(runId)) is null or OperationCanceledException);
            Assert.False((await state.Jobs.FindAsync(runId, TestContext.Current.CancellationToken))!.HasEnded);
        }

        await using var next = new TestIngestion(state, Testing.Orders.Sources(FileFormat.Csv), batchRecords: 2);
        await next.ResumeAsync();
        var job = await next.WaitAsync(runId);

        Assert.True(job.State == IngestionJobState.Completed, $"After dying at step {step} the job is {job.State}: {job.ErrorMessage}");
        Assert.Equal((9L, 4L, 5L), (job.Result!.Read, job.Result.Accepted, job.Result.Quarantined));
        Assert.Equal(expectedLog, await ShowLogAsync(next));
        Assert.Equal(expected.Refused, state.Refused);
        Assert.Empty(Directory.GetFiles(state.SpoolDirectory));
    }

    private static async Task<List<string>> ShowLogAsync(TestIngestion ingestion)
        => [.. (await ingestion.ReadLogAsync()).Select(static payload => Convert.ToHexString(payload.Span))];

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}

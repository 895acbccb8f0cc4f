using Conformance.Lineage;
using Lineage.Model;
using Lineage.Runs;
using Lineage.Tests.Support;
using static Conformance.Lineage.EventBuilder;

namespace Lineage.Tests.Ingest;

/// <summary>Whatever the order and repetition of events, the same set of events gives the same state.</summary>
public sealed class ReplayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_CapturesShuffledAndRepeated_GiveTheSameState()
    {
        foreach (var file in Captures.Files())
        {
            var events = Captures.ReadEvents(file);
            var expected = await DumpAsync(events);
            for (var seed = 1; seed <= 3; seed++)
            {
                var random = new Random(seed);
                List<LineageEvent> replayed = [.. events, .. random.GetItems(events.ToArray(), events.Count / 2)];
                random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(replayed));

                Assert.Equal(expected, await DumpAsync(replayed));
            }
        }
    }

    [Fact]
    public async Task Append_AllCapturesTogether_GiveTheSameStateFromBackToFront()
    {
        var events = Captures.Files().SelectMany(Captures.ReadEvents).ToList();
        var expected = await DumpAsync(events);
        events.Reverse();

        Assert.Equal(expected, await DumpAsync(events));
    }

    [Fact]
    public async Task Append_SparkCapture_LetsTheFailureStand()
    {
        await using var store = new ReferenceStore();
        await store.AppendAsync(Captures.ReadEvents(SharedData.Require("tools/openlineage/spark_loyalty.ndjson")), Epoch, Token);

        var runs = (await store.ListRunsAsync(new RunFilter { Limit = 200 }, Token)).Runs;
        var failed = Assert.Single(runs, run => run.Record.State == RunState.Failed);
        Assert.EndsWith("execute_insert_into_hadoop_fs_relation_command.out_fails", failed.Record.Id.Job.Name, StringComparison.Ordinal);
        Assert.Equal("2026-11-22T20:46:44.018Z", failed.Record.EndedAt.ToString());
        Assert.Equal(2, runs.Count(run => run.Record.State == RunState.Running));

        var written = await store.ListRunDatasetsAsync(
            Assert.Single(runs, run => run.Record.Id.Job.Name.EndsWith("out_customer_revenue", StringComparison.Ordinal)).Record.Id, Token);
        Assert.Equal(
            ["Input /data/spark/in/regions.csv", "Input /data/spark/out/lines", "Output /data/spark/out/customer_revenue"],
            written.Select(use => $"{use.Direction} {use.Dataset.Name}"));
    }

    [Fact]
    public async Task Append_EventRepeatedAfter503_ChangesNothing()
    {
        await using var store = new ReferenceStore();
        var events = Captures.ReadEvents(SharedData.Require("tools/openlineage/python-client_helpdesk.ndjson"));

        var added = await store.AppendAsync(events, Epoch, Token);

        Assert.Equal([true, false, false], added.Take(3));
    }

    [Fact] // Rule 5
    public async Task Append_StartWithInputs_ShowsLineageAtOnce()
    {
        await using var store = new ReferenceStore();

        await store.AppendAsync([Run("START", 0).Input("a").Output("b").Build()], Epoch, Token);

        var job = await store.FindJobAsync(JobId(), Token);
        Assert.NotNull(job);
        Assert.Equal([DatasetId("a")], job.Inputs);
        Assert.Equal([DatasetId("b")], job.Outputs);
    }

    [Fact] // Rule 6
    public async Task Append_StreamingRunOfWeeks_IsSeenInItsLastHour()
    {
        await using var store = new ReferenceStore();
        var week = 7 * 24 * 3600;

        await store.AppendAsync([Run("START", 0).Input("a").Build(), Run("RUNNING", 3 * week).Input("a").Build()], Epoch, Token);

        var use = Assert.Single(await store.ListRunDatasetsAsync(new RunKey(RunId(1), JobId()), Token));
        Assert.Equal(Epoch + TimeSpan.FromSeconds(3 * week), use.Seen.Last);
    }

    private static async Task<string> DumpAsync(List<LineageEvent> events)
    {
        await using var store = new ReferenceStore();
        await store.AppendAsync(events, Epoch, Token);
        return await StoreDump.WriteAsync(store, Token);
    }
}

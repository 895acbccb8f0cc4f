using System.Text;
using FeatureStore.Model;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Pushes;

public sealed class PushServiceTests : IDisposable
{
    private readonly StoredState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Push_Lines_AppendsTheGoodAndQuarantinesTheBad()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());

        var result = await pushes.PushAsync(Orders.Lines);

        Assert.Equal((9L, 4L, 5L, false), (result.Read, result.Accepted, result.Quarantined, result.Duplicate));
        Assert.Equal(
            [("malformed", 1L), ("required:id", 1L), ("type:amount", 1L), ("unique:id", 2L)],
            result.ByRule.Select(static count => (count.Key, count.Value)).Order());
        Assert.Equal(["a", "b", "e", "f"], (await pushes.ReadLogAsync()).Select(static item => item.Values[0].AsString()));
        var refused = _state.Quarantine.All[0];
        Assert.Equal((OriginKind.Push, result.RunId, 3L, 3L), (refused.Origin.Kind, refused.RunId, refused.RecordNumber, refused.LineNumber));
        Assert.Equal("""{"id":"a","at":"2026-01-01T00:00:02Z","amount":3}""", Encoding.UTF8.GetString(refused.Raw.Span));
    }

    [Fact]
    public async Task Push_FieldsThatNoColumnIsReadFrom_AreTakenWithAWarningThatNamesThem()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());

        var result = await pushes.PushAsync(
            "{\"id\":\"a\",\"at\":\"2026-01-01T00:00:01Z\",\"amount\":1,\"colour\":\"red\",\"size\":null}\n"
            + "{\"id\":\"b\",\"at\":\"2026-01-01T00:00:02Z\",\"amount\":1,\"colour\":{\"id\":7}}\n"
            + "{\"id\":\"c\",\"at\":\"2026-01-01T00:00:03Z\",\"amount\":1}\n");

        Assert.Equal((3L, 0L), (result.Accepted, result.Quarantined));
        Assert.Equal([("undeclared:colour", 2L), ("undeclared:size", 1L)], result.Warnings.Select(static count => (count.Key, count.Value)).Order());
    }

    [Fact]
    public async Task Push_ManyAndLongNamesOfFields_AreBoundedAndEveryEventCounted()
    {
        const int Events = 5_000;
        await using var pushes = new TestPushes(_state, Orders.Sources());
        var lines = new StringBuilder();
        for (var i = 0; i < Events; i++)
        {
            lines.Append($"{{\"id\":\"{i}\",\"at\":\"2026-01-01T00:00:01Z\",\"amount\":1,\"{i}{new string('x', 500)}\":1}}\n");
        }

        var result = await pushes.PushAsync(lines.ToString(), "key");

        Assert.Equal(Events, result.Accepted);
        Assert.Equal(Events, result.Warnings.Values.Sum());
        Assert.Equal(21, result.Warnings.Count);
        Assert.All(result.Warnings.Keys, static rule => Assert.InRange(rule.Length, 1, 80));
    }

    [Fact]
    public async Task Push_SameKeyAndContent_GivesTheFirstAnswer()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());
        var first = await pushes.PushAsync(Orders.Lines, "k1");
        var refused = _state.Refused;

        var second = await pushes.PushAsync(Orders.Lines, "k1");

        Assert.True(second.Duplicate);
        Assert.Equal((first.RunId, first.Read, first.Accepted, first.Quarantined), (second.RunId, second.Read, second.Accepted, second.Quarantined));
        Assert.Equal(first.ByRule, second.ByRule);
        Assert.Equal(4, (await pushes.ReadLogAsync()).Count);
        Assert.Equal(refused, _state.Refused);
    }

    [Fact]
    public async Task Push_SameKeyInANewProcess_IsKnown()
    {
        await using (var before = new TestPushes(_state, Orders.Sources()))
        {
            await before.PushAsync(Orders.Lines, "k1");
        }

        await using var pushes = new TestPushes(_state, Orders.Sources());

        Assert.True((await pushes.PushAsync(Orders.Lines, "k1")).Duplicate);
    }

    [Theory]
    [InlineData("{}", EventTargets.Both)]
    [InlineData(Orders.Lines, EventTargets.Online)]
    public async Task Push_SameKeyOtherContent_IsRefused(string lines, EventTargets targets)
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());
        await pushes.PushAsync(Orders.Lines, "k1");

        var error = await Assert.ThrowsAsync<IngestionException>(() => pushes.PushAsync(lines, "k1", targets));

        Assert.Equal(IngestionErrorCode.IdempotencyKeyReused, error.ErrorCode);
        Assert.Contains("'k1'", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, (await pushes.ReadLogAsync()).Count);
    }

    [Fact]
    public async Task Push_DyingAtAnyWrite_RepeatedWithItsKeyEndsLikeAnUninterruptedOne()
    {
        var whole = new CrashPoint();
        await using (var pushes = new TestPushes(_state, Orders.Sources(), whole))
        {
            await pushes.PushAsync(Orders.Lines, "k1");
        }

        Assert.InRange(whole.Steps, 15, 100);
        for (var step = 0; step < whole.Steps; step++)
        {
            using var state = new StoredState();
            await using (var dying = new TestPushes(state, Orders.Sources(), new CrashPoint { At = step }))
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dying.PushAsync(Orders.Lines, "k1"));
            }

            await using var next = new TestPushes(state, Orders.Sources());
            var result = await next.PushAsync(Orders.Lines, "k1");

            Assert.Equal((9L, 4L, 5L), (result.Read, result.Accepted, result.Quarantined));
            Assert.Equal(["a", "b", "e", "f"], (await next.ReadLogAsync()).Select(static item => item.Values[0].AsString()));
            Assert.Equal(_state.Refused, state.Refused);
        }
    }

    [Theory]
    [InlineData(EventTargets.Online)]
    [InlineData(EventTargets.Offline)]
    [InlineData(EventTargets.Both)]
    public async Task Push_Targets_StandInTheEvents(EventTargets targets)
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());

        await pushes.PushAsync(Orders.Lines, targets: targets);

        Assert.All(await pushes.ReadLogAsync(), item => Assert.Equal(targets, item.Targets));
    }

    [Fact]
    public async Task Push_LargeBody_GoesThroughAFileThatIsGoneAfterwards()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources(), configure: static options => options.BatchRecords = 5_000);
        var lines = string.Concat(Enumerable.Range(0, 30_000).Select(static i => $$"""{"id":"{{i}}","at":"2026-01-01T00:00:00Z","amount":{{i}}}""" + "\n"));

        var result = await pushes.PushAsync(lines);

        Assert.Equal(30_000, result.Accepted);
        Assert.Empty(Directory.GetFiles(_state.SpoolDirectory));
    }

    [Fact]
    public async Task Push_LongerThanTheLimit_AppendsNothing()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources(), configure: static options => options.MaxPushBytes = 200);

        var error = await Assert.ThrowsAsync<IngestionException>(() => pushes.PushAsync(Orders.Lines, "k1"));

        Assert.Equal(IngestionErrorCode.TooLarge, error.ErrorCode);
        await AssertNothingAsync(pushes);
    }

    [Fact]
    public async Task Push_DamagedBody_AppendsNothing()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());
        await using var damaged = new System.IO.Compression.GZipStream(new MemoryStream([0x1F, 0x8B, 8, 0, 1, 2, 3]), System.IO.Compression.CompressionMode.Decompress);

        var error = await Assert.ThrowsAsync<IngestionException>(() => pushes.PushAsync(damaged, "k1"));

        Assert.Equal(IngestionErrorCode.InvalidPush, error.ErrorCode);
        await AssertNothingAsync(pushes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("grüße")]
    public async Task Push_KeyThatCannotBeKept_IsRefused(string key)
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());

        var error = await Assert.ThrowsAsync<IngestionException>(() => pushes.PushAsync(Orders.Lines, key));

        Assert.Equal(IngestionErrorCode.InvalidPush, error.ErrorCode);
    }

    [Fact]
    public async Task Push_SourceThatTakesNone_IsRefused()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources(acceptsPush: false));

        var error = await Assert.ThrowsAsync<IngestionException>(() => pushes.PushAsync(Orders.Lines));

        Assert.Equal(IngestionErrorCode.InvalidPush, error.ErrorCode);
    }

    [Fact]
    public async Task Push_SameKeyTwiceAtOnce_TheSecondIsToldToAskAgain()
    {
        await using var pushes = new TestPushes(_state, Orders.Sources());
        using var slow = new WaitingStream(Encoding.UTF8.GetBytes(Orders.Lines));
        var first = pushes.PushAsync(slow, "k1");

        var error = await Assert.ThrowsAsync<IngestionException>(() => pushes.PushAsync(Orders.Lines, "k1"));
        slow.Go.SetResult();

        Assert.Equal(IngestionErrorCode.AlreadyRunning, error.ErrorCode);
        Assert.Equal(4, (await first).Accepted);
    }

    [Theory]
    [InlineData(PipelineState.Running, true, true)]
    [InlineData(PipelineState.Failing, true, false)]
    [InlineData(PipelineState.Starting, false, false)]
    [InlineData(PipelineState.Running, false, false)]
    public async Task Push_WriterTooFarBehind_IsRefusedUnlessItFailsOrFillsANewView(PipelineState state, bool hasCaughtUp, bool refused)
    {
        await using (var earlier = new TestPushes(_state, Orders.Sources()))
        {
            await earlier.PushAsync(Orders.Lines);
        }

        var writer = new PipelineStatus { View = new FeatureViewId("v", 1), Source = "orders", Partition = 0, State = state, HasCaughtUp = hasCaughtUp, Position = 1 };
        await using var pushes = new TestPushes(_state, Orders.Sources(), pipelines: new FixedPipelines(writer), configure: static options => options.MaxLagEvents = 2);

        var error = await Record.ExceptionAsync(() => pushes.PushAsync("""{"id":"z","at":"2026-01-01T00:00:00Z"}"""));

        Assert.Equal(refused, error is IngestionException { ErrorCode: IngestionErrorCode.Backpressure, IsTransient: true } busy && busy.RetryAfter == TimeSpan.FromSeconds(5));
        Assert.Equal(refused ? 4 : 5, (await pushes.ReadLogAsync()).Count);
    }

    private async Task AssertNothingAsync(TestPushes pushes)
    {
        Assert.Empty(await pushes.ReadLogAsync());
        Assert.Empty(_state.Quarantine.All);
        Assert.False((await pushes.PushAsync("""{"id":"z","at":"2026-01-01T00:00:00Z"}""", "k1")).Duplicate);
    }

    /// <summary>Bytes that come when the test says so.</summary>
    private sealed class WaitingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public TaskCompletionSource Go { get; } = new();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Go.Task;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}

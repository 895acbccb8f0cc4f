using Catalog.Core.Values;
using FeatureStore.Materialization;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.Tests.Serving;

namespace FeatureStore.Tests.Proof;

/// <summary>Whatever the log does, lookups are answered, and what is not logged is counted.</summary>
public sealed class LookupRecorderTests : IAsyncDisposable
{
    private readonly TestLookupLog _log = new();
    private readonly ServingFixture _serving;
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LookupRecorderTests()
    {
        var options = new FeatureStoreOptions();
        (options.LookupLog.SampleRate, options.LookupLog.MaxWaitingBytes) = (1, 1 << 20);
        _serving = new ServingFixture(options, _log);
    }

    private LookupRecorder Recorder => _serving.Recorder!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        return _serving.DisposeAsync();
    }

    public static TheoryData<string> Failures => [nameof(IOException), nameof(FeatureStoreException), nameof(ObjectDisposedException), nameof(InvalidOperationException), nameof(OperationCanceledException)];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Record_TheLogThrows_LookupsGoOnAndAreLoggedWhenItWorksAgain(string failure)
    {
        await Recorder.StartAsync(Token);
        _log.Before = () => throw Make(failure);
        await LookUpAsync(1);
        await LookUpAsync(2);
        await Recorder.FlushAsync(Token);
        Assert.Equal((2L, 0L, 2L), (Recorder.Counts.Sampled, Recorder.Counts.Recorded, Recorder.Counts.Dropped));
        Assert.Contains("the disk is gone", Recorder.Counts.Error, StringComparison.Ordinal);

        _log.Before = static () => Task.CompletedTask;
        await LookUpAsync(3);
        await Recorder.FlushAsync(Token);

        Assert.Equal((3L, 1L, 2L, null), (Recorder.Counts.Sampled, Recorder.Counts.Recorded, Recorder.Counts.Dropped, Recorder.Counts.Error));
        Assert.Equal(3, Assert.Single(_log.Lookups).Key.Decode()[0].Value.AsInt64());
    }

    [Fact]
    public async Task Record_OneAnswerCannotBeRead_TheOthersAreLogged()
    {
        await Recorder.StartAsync(Token);
        var group = new LookupPlanCache(_serving.Served).Get(new OnlineFeaturesRequest { Features = ["driver_stats:trips"], Entities = [] }).Groups[0];
        var broken = new LookupTrace(new AppliedPositions());
        broken.BeforeRead(group);
        broken.AfterRead(group, [EntityKey.Create(ServingFixture.Stats.Entities, [Value.Of(1L)])], rows: [], isStale: false);
        broken.Answered(new AnsweredSlots(default, [], [], [], [], []), [], rowCount: 1);

        Recorder.Record(broken);
        await LookUpAsync(2);
        await Recorder.FlushAsync(Token);

        Assert.Equal((2L, 1L, 1L), (Recorder.Counts.Sampled, Recorder.Counts.Recorded, Recorder.Counts.Dropped));
        Assert.Single(_log.Lookups);
    }

    [Fact]
    public async Task Record_MoreBytesThanMayWait_AreDroppedAndCounted()
    {
        _log.Before = () => _release.Task;
        await _serving.WriteAsync(ServingFixture.Stats, [Value.Of(1L)], TimeSpan.Zero, Value.Of(0.5f), Value.Of(3L), Value.Of(new string('x', 100_000)));
        for (var i = 0; i < 20; i++)
        {
            await LookUpAsync(1);
        }

        // Each holds the text twice: as it was stored, and as it was answered in UTF-16.
        var waiting = (1 << 20) / 300_000;
        Assert.Equal(20 - waiting, Recorder.Counts.Dropped);

        _release.SetResult();
        await Recorder.StartAsync(Token);
        await Recorder.FlushAsync(Token);
        Assert.Equal(waiting, Recorder.Counts.Recorded);

        await LookUpAsync(1);
        await Recorder.FlushAsync(Token);
        Assert.Equal((21L, waiting + 1L, 20L - waiting), (Recorder.Counts.Sampled, Recorder.Counts.Recorded, Recorder.Counts.Dropped));
    }

    [Fact]
    public async Task Record_WhatIsBeingWritten_StillCountsAsWaiting()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _log.Before = () =>
        {
            begun.TrySetResult();
            return _release.Task;
        };
        await _serving.WriteAsync(ServingFixture.Stats, [Value.Of(1L)], TimeSpan.Zero, Value.Of(0.5f), Value.Of(3L), Value.Of(new string('x', 200_000)));
        await Recorder.StartAsync(Token);
        await LookUpAsync(1);
        await begun.Task.WaitAsync(Token);

        await LookUpAsync(1);

        Assert.Equal((2L, 1L), (Recorder.Counts.Sampled, Recorder.Counts.Dropped));
    }

    private static Exception Make(string failure) => failure switch
    {
        nameof(IOException) => new IOException("the disk is gone"),
        nameof(FeatureStoreException) => new FeatureStoreException(FeatureStoreErrorCode.LookupLogUnavailable, "the disk is gone"),
        nameof(ObjectDisposedException) => new ObjectDisposedException("log", "the disk is gone"),
        nameof(OperationCanceledException) => new OperationCanceledException("the disk is gone"),
        _ => new InvalidOperationException("the disk is gone"),
    };

    private async Task LookUpAsync(long driver)
    {
        var answer = await _serving.GetAsync(["driver_stats:trips", "driver_stats:city"], ("driver_id", ServingFixture.Ids(driver)));
        Assert.Equal(3, answer.Columns.Count);
    }
}

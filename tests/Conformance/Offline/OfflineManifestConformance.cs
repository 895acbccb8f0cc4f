using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Conformance.Offline;

/// <summary>What every manifest does, whatever database it is kept in. Tests use view names of their own.</summary>
public abstract class OfflineManifestConformance : IAsyncLifetime
{
    private readonly string _run = Guid.CreateVersion7().ToString("N");

    private IOfflineManifest? _manifest;

    protected IOfflineManifest Manifest => _manifest ?? throw new InvalidOperationException("The manifest is not open yet.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected FeatureViewId View => new($"view-{_run}", 1);

    /// <summary>Opens the manifest of this test.</summary>
    protected abstract ValueTask<IOfflineManifest> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _manifest = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task GetSnapshotAsync_NothingRecorded_IsEmptyWithNumberZero()
    {
        var snapshot = await Manifest.GetSnapshotAsync(View, Token);

        Assert.Equal((View, 0L, 0L), (snapshot.View, snapshot.Number, snapshot.EndOf(0)));
        Assert.Empty(snapshot.Files);
    }

    [Fact]
    public async Task CommitAsync_SeveralFiles_ComeBackAsWrittenInOrder()
    {
        var files = new[] { File(1, 0, 5), File(0, 10, 20), File(0, 0, 10), File(1, 5, 7) };
        foreach (var file in files)
        {
            Assert.Empty(await Manifest.CommitAsync(View, file, 0, Token));
        }

        var snapshot = await Manifest.GetSnapshotAsync(View, Token);

        Assert.Equal([files[2], files[1], files[0], files[3]], snapshot.Files);
        Assert.Equal(4, snapshot.Number);
        Assert.Equal((20, 7, 0), (snapshot.EndOf(0), snapshot.EndOf(1), snapshot.EndOf(2)));
    }

    [Fact]
    public async Task CommitAsync_SameFileAgain_ChangesNothing()
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);

        Assert.Empty(await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token));

        Assert.Equal(1, (await Manifest.GetSnapshotAsync(View, Token)).Number);
    }

    [Fact]
    public async Task TryCommitAsync_MadeOfWhatIsRecorded_ReplacesIt()
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);

        Assert.Equal([File(0, 0, 10)], await Manifest.TryCommitAsync(View, File(0, 0, 20), [File(0, 0, 10)], 0, Token));
        Assert.Equal([], await Manifest.TryCommitAsync(View, File(0, 0, 20), [File(0, 0, 10)], 0, Token));
        Assert.Equal([], await Manifest.TryCommitAsync(View, File(0, 20, 30), [], 0, Token));

        Assert.Equal([File(0, 0, 20), File(0, 20, 30)], (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Fact]
    public async Task TryCommitAsync_MadeOfWhatWasReplaced_ChangesNothing()
    {
        var exchanged = File(0, 0, 10) with { Path = "exchanged.parquet" };
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);
        Assert.True(await Manifest.ReplaceAsync(View, [File(0, 0, 10)], exchanged, Token));

        Assert.Null(await Manifest.TryCommitAsync(View, File(0, 0, 20), [File(0, 0, 10)], 0, Token));
        Assert.Null(await Manifest.TryCommitAsync(View, File(0, 0, 20), [], 0, Token));

        Assert.Equal([exchanged], (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Fact]
    public async Task TryCommitAsync_EarlierEpoch_IsFenced()
    {
        await Manifest.FenceAsync(View, 0, 5, Token);

        var refused = await Assert.ThrowsAsync<FeatureStoreException>(() => Manifest.TryCommitAsync(View, File(0, 0, 10), [], 4, Token));

        Assert.Equal(FeatureStoreErrorCode.WriterFenced, refused.ErrorCode);
    }

    [Fact]
    public async Task CommitAsync_LongerFile_ReplacesAllWithin()
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);
        await Manifest.CommitAsync(View, File(0, 10, 13), 0, Token);
        await Manifest.CommitAsync(View, File(0, 13, 15), 0, Token);

        var replaced = await Manifest.CommitAsync(View, File(0, 10, 20), 0, Token);

        Assert.Equal([File(0, 10, 13), File(0, 13, 15)], replaced.OrderBy(static file => file.FirstSequence));
        Assert.Equal([File(0, 0, 10), File(0, 10, 20)], (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Fact]
    public async Task CommitAsync_SameRangeOtherContent_ReplacesTheFile()
    {
        var second = File(0, 0, 10) with { Path = "rewritten.parquet", RowCount = 3 };
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);

        Assert.Equal([File(0, 0, 10)], await Manifest.CommitAsync(View, second, 0, Token));

        Assert.Equal([second], (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Theory]
    [InlineData(5, 15)]
    [InlineData(0, 5)]
    [InlineData(9, 10)]
    [InlineData(2, 8)]
    public async Task CommitAsync_RangeOverlapsInPart_IsAConflictAndChangesNothing(long first, long end)
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => Manifest.CommitAsync(View, File(0, first, end), 0, Token));

        Assert.Equal(FeatureStoreErrorCode.ManifestConflict, error.ErrorCode);
        var snapshot = await Manifest.GetSnapshotAsync(View, Token);
        Assert.Equal([File(0, 0, 10)], snapshot.Files);
        Assert.Equal(1, snapshot.Number);
    }

    [Fact]
    public async Task CommitAsync_SameRangeOfOtherPartitionViewOrVersion_IsNoConflict()
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);
        await Manifest.CommitAsync(View, File(1, 5, 15), 0, Token);
        await Manifest.CommitAsync(View with { Version = 2 }, File(0, 5, 15), 0, Token);
        await Manifest.CommitAsync(View with { Name = View.Name + "x" }, File(0, 5, 15), 0, Token);

        Assert.Equal([File(0, 0, 10), File(1, 5, 15)], (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Fact]
    public async Task CommitAsync_RangeWithoutRows_CountsAsCovered()
    {
        var empty = File(0, 0, 10) with { Path = string.Empty, RowCount = 0, ByteCount = 0, MinEventTime = default, MaxEventTime = default };

        await Manifest.CommitAsync(View, empty, 0, Token);

        var snapshot = await Manifest.GetSnapshotAsync(View, Token);
        Assert.Equal([empty], snapshot.Files);
        Assert.Equal(10, snapshot.EndOf(0));
        Assert.DoesNotContain(string.Empty, await Manifest.GetAllPathsAsync(Token));
    }

    [Fact]
    public async Task CommitAsync_ExtremeNumbers_ComeBackAsWritten()
    {
        var file = File(0, long.MaxValue - 5, long.MaxValue) with
        {
            RowCount = long.MaxValue, ByteCount = long.MaxValue, MinEventTime = Instant.MinValue, MaxEventTime = Instant.MaxValue,
        };

        await Manifest.CommitAsync(View, file, 0, Token);

        Assert.Equal([file], (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Fact]
    public async Task ReplaceAsync_ExactlyTheseFiles_TakesTheirPlace()
    {
        OfflineFile[] files = [File(0, 0, 10), File(0, 10, 20)];
        foreach (var file in files.Append(File(0, 20, 25)).Append(File(1, 0, 20)))
        {
            await Manifest.CommitAsync(View, file, 0, Token);
        }

        await Manifest.FenceAsync(View, 0, 7, Token);
        var merged = File(0, 0, 20) with { Path = $"{_run}/merged.sorted.parquet" };

        Assert.True(await Manifest.ReplaceAsync(View, files, merged, Token));

        var snapshot = await Manifest.GetSnapshotAsync(View, Token);
        Assert.Equal([merged, File(0, 20, 25), File(1, 0, 20)], snapshot.Files);
        Assert.Equal(5, snapshot.Number);
    }

    [Fact]
    public async Task ReplaceAsync_OtherFilesThanThese_ChangesNothing()
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);
        await Manifest.CommitAsync(View, File(0, 10, 20), 0, Token);
        var merged = File(0, 0, 20) with { Path = $"{_run}/merged.sorted.parquet" };

        Assert.False(await Manifest.ReplaceAsync(View, [File(0, 0, 10)], merged, Token));
        Assert.False(await Manifest.ReplaceAsync(View, [File(0, 0, 10), File(0, 10, 20) with { Path = "other.parquet" }], merged, Token));
        Assert.False(await Manifest.ReplaceAsync(View, [File(0, 0, 10), File(0, 10, 20), File(0, 20, 30)], File(0, 0, 30), Token));
        Assert.False(await Manifest.ReplaceAsync(View with { Version = 2 }, [], merged, Token));

        Assert.Equal([File(0, 0, 10), File(0, 10, 20)], (await Manifest.GetSnapshotAsync(View, Token)).Files);
        Assert.Equal(2, (await Manifest.GetSnapshotAsync(View, Token)).Number);
    }

    [Fact]
    public async Task ReplaceAsync_WhileTheWriterGoesOn_LosesNoFile()
    {
        for (var chunk = 0; chunk < 20; chunk++)
        {
            await Manifest.CommitAsync(View, File(0, chunk * 10, (chunk + 1) * 10), 0, Token);
        }

        await Task.WhenAll(
            Task.Run(
                async () =>
                {
                    for (var end = 201; end <= 210; end++)
                    {
                        await Manifest.CommitAsync(View, File(0, 200, end), 0, Token);
                    }
                },
                Token),
            Parallel.ForAsync(0, 4, Token, async (_, token) =>
            {
                for (var first = 0L; first < 200; first += 20)
                {
                    await Manifest.ReplaceAsync(View, [File(0, first, first + 10), File(0, first + 10, first + 20)], File(0, first, first + 20), token);
                }
            }));

        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => File(0, i * 20, (i + 1) * 20)).Append(File(0, 200, 210)),
            (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Fact]
    public async Task GetTotalsAsync_SeveralFiles_AddsUpThoseWithRows()
    {
        var empty = File(1, 0, 10) with { Path = string.Empty, RowCount = 0, ByteCount = 0, MinEventTime = default, MaxEventTime = default };
        await Manifest.CommitAsync(View, File(0, 0, 10) with { MinEventTime = new Instant(-9), MaxEventTime = new Instant(-5) }, 0, Token);
        await Manifest.CommitAsync(View, File(0, 10, 14) with { MinEventTime = new Instant(-90), MaxEventTime = new Instant(-3) }, 0, Token);
        await Manifest.CommitAsync(View, empty, 0, Token);

        Assert.Equal(new OfflineTotals(View, 3, 2, 14, 2000, new Instant(-3)), await TotalsOf(View));
    }

    [Fact]
    public async Task GetTotalsAsync_NothingOrNoRowsOrDropped_SaysSo()
    {
        var empty = File(0, 0, 10) with { Path = string.Empty, RowCount = 0, ByteCount = 0, MinEventTime = default, MaxEventTime = default };
        var second = View with { Version = 2 };
        Assert.Null(await TotalsOf(View));

        await Manifest.CommitAsync(View, empty, 0, Token);
        await Manifest.CommitAsync(second, File(0, 0, 10), 0, Token);
        await Manifest.DropAsync(second, Token);

        Assert.Equal(new OfflineTotals(View, 1, 0, 0, 0, null), await TotalsOf(View));
        Assert.Equal(new OfflineTotals(second, 2, 0, 0, 0, null), await TotalsOf(second));
    }

    [Fact]
    public async Task DropAsync_SomeFiles_GivesThemBackAndForgetsThem()
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);
        await Manifest.CommitAsync(View with { Version = 2 }, File(0, 0, 10) with { Path = $"{_run}/kept.parquet" }, 0, Token);

        Assert.Equal([File(0, 0, 10)], await Manifest.DropAsync(View, Token));
        Assert.Empty(await Manifest.DropAsync(View, Token));

        Assert.Empty((await Manifest.GetSnapshotAsync(View, Token)).Files);
        Assert.Single((await Manifest.GetSnapshotAsync(View with { Version = 2 }, Token)).Files);
        Assert.Contains($"{_run}/kept.parquet", await Manifest.GetAllPathsAsync(Token));
        Assert.DoesNotContain(File(0, 0, 10).Path, await Manifest.GetAllPathsAsync(Token));
    }

    [Fact]
    public async Task DropAsync_ThenCommitted_NumberGoesOn()
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);
        await Manifest.DropAsync(View, Token);
        var dropped = (await Manifest.GetSnapshotAsync(View, Token)).Number;

        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);

        Assert.Equal(2, dropped);
        Assert.Equal(3, (await Manifest.GetSnapshotAsync(View, Token)).Number);
    }

    [Fact]
    public async Task CommitAsync_EarlierEpoch_IsFencedAndChangesNothing()
    {
        await Manifest.FenceAsync(View, 0, 3, Token);
        await Manifest.CommitAsync(View, File(0, 0, 10), 3, Token);

        var commit = await Assert.ThrowsAsync<FeatureStoreException>(() => Manifest.CommitAsync(View, File(0, 0, 20), 2, Token));
        var fence = await Assert.ThrowsAsync<FeatureStoreException>(() => Manifest.FenceAsync(View, 0, 2, Token));

        Assert.Equal((FeatureStoreErrorCode.WriterFenced, FeatureStoreErrorCode.WriterFenced), (commit.ErrorCode, fence.ErrorCode));
        Assert.Equal([File(0, 0, 10)], (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Fact]
    public async Task CommitAsync_SameOrLaterEpochOrOtherPartition_IsTaken()
    {
        await Manifest.FenceAsync(View, 0, 3, Token);
        await Manifest.FenceAsync(View, 0, 3, Token);
        await Manifest.CommitAsync(View, File(0, 0, 10), 3, Token);
        await Manifest.FenceAsync(View, 0, 4, Token);
        await Manifest.CommitAsync(View, File(0, 10, 20), 4, Token);
        await Manifest.CommitAsync(View, File(1, 0, 10), 1, Token);
        await Manifest.CommitAsync(View with { Version = 2 }, File(0, 0, 10), 0, Token);

        Assert.Equal([File(0, 0, 10), File(0, 10, 20), File(1, 0, 10)], (await Manifest.GetSnapshotAsync(View, Token)).Files);
    }

    [Fact]
    public async Task FenceAsync_FilesThereAlready_StandAfterIt()
    {
        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);

        await Manifest.FenceAsync(View, 0, 1, Token);

        Assert.Equal([File(0, 0, 10)], (await Manifest.GetSnapshotAsync(View, Token)).Files);
        await Assert.ThrowsAsync<FeatureStoreException>(() => Manifest.CommitAsync(View, File(0, 0, 20), 0, Token));
    }

    [Fact]
    public async Task CommitAsync_ManyWritersOfOneView_LosesNoFile()
    {
        await Parallel.ForAsync(0, 8, Token, async (partition, token) =>
        {
            for (var chunk = 0; chunk < 5; chunk++)
            {
                await Manifest.CommitAsync(View, File(partition, chunk * 10, (chunk * 10) + 4), 0, token);
                await Manifest.CommitAsync(View, File(partition, chunk * 10, (chunk + 1) * 10), 0, token);
            }
        });

        var snapshot = await Manifest.GetSnapshotAsync(View, Token);
        Assert.Equal(80, snapshot.Number);
        Assert.Equal(
            from partition in Enumerable.Range(0, 8) from chunk in Enumerable.Range(0, 5) select File(partition, chunk * 10, (chunk + 1) * 10),
            snapshot.Files);
    }

    [Fact]
    public async Task CommitAsync_TwoWritersOfOneRange_OneOrderedOutcome()
    {
        var rounds = Enumerable.Range(1, 20).ToArray();
        var conflicts = 0;
        await Parallel.ForEachAsync(rounds, Token, async (end, token) =>
        {
            try
            {
                await Manifest.CommitAsync(View, File(0, 0, end), 0, token);
            }
            catch (FeatureStoreException error) when (error.ErrorCode == FeatureStoreErrorCode.ManifestConflict)
            {
                Interlocked.Increment(ref conflicts);
            }
        });

        var snapshot = await Manifest.GetSnapshotAsync(View, Token);
        Assert.Equal(File(0, 0, 20), Assert.Single(snapshot.Files));
        Assert.Equal(rounds.Length - conflicts, snapshot.Number);
    }

    [Fact]
    public async Task RaiseHorizonAsync_EarlierAndLater_NeverGoesBack()
    {
        await Manifest.RaiseHorizonAsync(View, new OfflineHorizon(new Instant(10), 5), Token);
        Assert.Null((await Manifest.GetSnapshotAsync(View, Token)).Horizon);

        await Manifest.CommitAsync(View, File(0, 0, 10), 0, Token);
        Assert.Null((await Manifest.GetSnapshotAsync(View, Token)).Horizon);
        await Manifest.RaiseHorizonAsync(View, new OfflineHorizon(new Instant(10), 5), Token);
        await Manifest.RaiseHorizonAsync(View, new OfflineHorizon(new Instant(7), 8), Token);
        Assert.Equal(new OfflineHorizon(new Instant(10), 8), (await Manifest.GetSnapshotAsync(View, Token)).Horizon);
        await Manifest.RaiseHorizonAsync(View, new OfflineHorizon(new Instant(12), 6), Token);
        await Manifest.CommitAsync(View, File(0, 10, 20), 0, Token);
        await Manifest.ReplaceAsync(View, [File(0, 0, 10)], File(0, 0, 10) with { Path = string.Empty, RowCount = 0 }, Token);

        Assert.Equal(new OfflineHorizon(new Instant(12), 8), (await Manifest.GetSnapshotAsync(View, Token)).Horizon);
        await Manifest.DropAsync(View, Token);
        Assert.Null((await Manifest.GetSnapshotAsync(View, Token)).Horizon);
    }

    [Fact]
    public async Task GetReplacedAsync_CommittedReplacedAndDropped_TellsWhatIsNoLongerRecorded()
    {
        var (first, second, merged) = (File(0, 0, 10), File(0, 10, 20), File(0, 0, 20));
        await Manifest.CommitAsync(View, File(0, 0, 4), 0, Token);
        await Manifest.CommitAsync(View, first, 0, Token);
        await Manifest.CommitAsync(View, second, 0, Token);
        Assert.Equal([File(0, 0, 4).Path], await ReplacedAsync());

        await Manifest.ReplaceAsync(View, [first, second], merged, Token);
        Assert.Equal([first.Path, File(0, 0, 4).Path, second.Path], await ReplacedAsync());
        await Manifest.ForgetReplacedAsync([first.Path, "never/was.parquet"], Token);
        Assert.Equal([File(0, 0, 4).Path, second.Path], await ReplacedAsync());
        await Manifest.DropAsync(View, Token);
        await Manifest.CommitAsync(View, second, 0, Token);

        Assert.Equal([merged.Path, File(0, 0, 4).Path], await ReplacedAsync());
    }

    /// <summary>Paths of this test.</summary>
    private async Task<IEnumerable<string>> ReplacedAsync()
        => (await Manifest.GetReplacedAsync(Token)).Keys.Where(path => path.StartsWith($"{_run}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private async Task<OfflineTotals?> TotalsOf(FeatureViewId view)
        => (await Manifest.GetTotalsAsync(Token)).SingleOrDefault(totals => totals.View == view);

    protected OfflineFile File(int partition, long first, long end) => new()
    {
        Path = $"{_run}/p{partition}/{first}-{end}.parquet",
        Partition = partition,
        FirstSequence = first,
        EndSequence = end,
        RowCount = end - first,
        ByteCount = 1000,
        MinEventTime = new Instant(first),
        MaxEventTime = new Instant(end),
    };
}

using FeatureStore.Model;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>Files of training sets go as a whole, whoever works on them meanwhile.</summary>
public sealed class TrainingSetRemovalTests : IAsyncLifetime
{
    private readonly TrainingSetFixture _sets = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _sets.DisposeAsync();

    [Fact]
    public async Task Clear_WhileFilesAreWritten_LeavesNothing()
    {
        for (var round = 0; round < 100; round++)
        {
            var frame = await _sets.FrameAsync();
            var folder = Path.GetDirectoryName(frame.Path)!; // Frames lie in a folder.
            using var begun = new ManualResetEventSlim();
            var writing = Task.Run(() => WriteUntilGone(folder, begun), Token);
            begun.Wait(Token);

            _sets.Shelf.Clear(frame.Id);

            Assert.True(await writing > 0);
            Assert.Empty(_sets.Folders);
        }
    }

    [Fact]
    public async Task ClearOrphansAsync_RemovalWasCutOff_GoesOn()
    {
        var frame = await _sets.FrameAsync();
        var folder = Path.GetDirectoryName(frame.Path)!; // Frames lie in a folder.
        Directory.Move(folder, folder + ".removed");
        using var kept = await _sets.FrameAsync();

        await _sets.Shelf.ClearOrphansAsync(TimeSpan.FromHours(1), Token);

        Assert.Equal([kept.Id.ToString("N")], _sets.Folders);
    }

    [Fact]
    public async Task ClearOrphansAsync_ProcessDiedBetweenRecordAndFiles_RemovesWhatIsNotNeeded()
    {
        await _sets.StartAsync();
        var complete = await _sets.CreateAsync("complete");
        await _sets.EndOfAsync(complete.Id);
        var running = await _sets.FrameAsync();
        var (failed, cancelled) = (await _sets.FrameAsync(), await _sets.FrameAsync());
        await _sets.Store.AddAsync(complete with { Id = running.Id, Name = "running", State = TrainingSetState.Running, EndedAt = null }, overwrite: false, Token);
        await _sets.Store.AddAsync(complete with { Id = failed.Id, Name = "failed", State = TrainingSetState.Failed }, overwrite: false, Token);
        await _sets.Store.AddAsync(complete with { Id = cancelled.Id, Name = "cancelled", State = TrainingSetState.Cancelled }, overwrite: false, Token);
        var root = Path.Combine(_sets.Options.DataDirectory, "training-sets");
        Directory.CreateDirectory(Path.Combine(root, complete.Id.ToString("N"), "checkpoints"));
        foreach (var folder in Directory.GetDirectories(root))
        {
            Directory.SetLastWriteTimeUtc(folder, _sets.Clock.GetUtcNow().UtcDateTime.AddHours(-2));
        }

        await _sets.Shelf.ClearOrphansAsync(TimeSpan.FromHours(1), Token);

        Assert.Equal(new[] { complete.Id, running.Id }.Select(static id => id.ToString("N")).Order(StringComparer.Ordinal), _sets.Folders);
        Assert.Equal(
            ["frame.csv", "manifest.json", "result.parquet"],
            Directory.GetFileSystemEntries(Path.Combine(root, complete.Id.ToString("N"))).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    private static int WriteUntilGone(string folder, ManualResetEventSlim begun)
    {
        for (var written = 0; ; written++)
        {
            try
            {
                File.WriteAllText(Path.Combine(folder, $"{written}"), "x");
                begun.Set();
            }
            catch (DirectoryNotFoundException)
            {
                return written;
            }
        }
    }
}

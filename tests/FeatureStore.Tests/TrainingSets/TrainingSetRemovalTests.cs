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

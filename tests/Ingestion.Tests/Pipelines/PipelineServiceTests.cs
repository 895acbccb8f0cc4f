using Conformance;
using Conformance.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Ingestion.Events;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Pipelines;

public sealed class PipelineServiceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly FakeFeatureRegistry _views = new(TestPipeline.View());
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly InMemoryOfflineFiles _files = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FeatureView View { get; } = TestPipeline.View();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Flush_EventsAppended_AreInBothStores()
    {
        await using var pipeline = await StartAsync();
        await pipeline.AppendAsync((1, 10, 1.5), (1, 5, 9), (null, 6, 7), (2, 3, 4));
        await FlushAsync(pipeline);

        Assert.Equal(1.5, await pipeline.LookUpAsync(View, 1));
        Assert.Equal(4, await pipeline.LookUpAsync(View, 2));
        Assert.Equal([0L, 1, 3], (await OfflineAsync(View)).Select(row => row.Sequence));
        Assert.Equal(1, pipeline.Pumps.Statuses.Single().Skipped);
        Assert.Equal(4, pipeline.Pumps.Statuses.Single().DurablePosition);
    }

    [Fact]
    public async Task Flush_EventsForOneStore_AreNotInTheOther()
    {
        await using var pipeline = await StartAsync();
        await pipeline.AppendAsync(EventTargets.Online, (1, 10, 1.5));
        await pipeline.AppendAsync(EventTargets.Offline, (2, 10, 2.5), (1, 20, 9));
        await pipeline.AppendAsync(EventTargets.None, (3, 10, 3.5));
        await FlushAsync(pipeline);

        Assert.Equal(1.5, await pipeline.LookUpAsync(View, 1));
        Assert.Null(await pipeline.LookUpAsync(View, 2));
        Assert.Null(await pipeline.LookUpAsync(View, 3));
        Assert.Equal([1L, 2], (await OfflineAsync(View)).Select(row => row.Sequence));
        Assert.Equal((0L, 4L), (pipeline.Pumps.Statuses.Single().Skipped, pipeline.Pumps.Statuses.Single().DurablePosition));
    }

    [Fact]
    public async Task Flush_EqualEventTimes_TheLaterArrivalWins()
    {
        await using var pipeline = await StartAsync();
        await pipeline.AppendAsync((1, 10, 1), (1, 10, 2));
        await pipeline.AppendAsync((1, 10, 3));
        await FlushAsync(pipeline);

        Assert.Equal(3, await pipeline.LookUpAsync(View, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Restart_AtRandomMoments_EndsAsAnUndisturbedRun(int seed)
    {
        var random = new Random(seed);
        var purchases = Enumerable.Range(0, 1000).Select(_ => ((long?)random.Next(20), random.Next(500), (double)random.Next(1000))).ToArray();
        var expected = purchases.Select((purchase, index) => (purchase, index)).GroupBy(entry => entry.purchase.Item1)
            .ToDictionary(group => group.Key!.Value, group => group.OrderBy(entry => entry.purchase.Item2).ThenBy(entry => entry.index).Last().purchase.Item3);

        for (var sent = 0; sent < purchases.Length;)
        {
            await using var pipeline = await StartAsync();
            var count = Math.Min(random.Next(1, 200), purchases.Length - sent);
            await pipeline.AppendAsync(purchases[sent..(sent + count)]);
            sent += count;
            if (random.Next(2) == 0)
            {
                await FlushAsync(pipeline);
            }
        }

        await using var last = await StartAsync();
        await FlushAsync(last);
        foreach (var (customer, amount) in expected)
        {
            Assert.Equal(amount, await last.LookUpAsync(View, customer));
        }

        var files = (await _manifest.GetSnapshotAsync(View.Id, Token)).Files;
        Assert.Equal(Enumerable.Range(0, 8).Select(chunk => (chunk * 128L, Math.Min((chunk + 1) * 128L, 1000))), files.Select(file => (file.FirstSequence, file.EndSequence)));
        Assert.Equal(Enumerable.Range(0, 1000).Select(index => (long)index), (await OfflineAsync(View)).Select(row => row.Sequence));
    }

    [Fact]
    public async Task Apply_NewView_IsFilledFromTheLog()
    {
        await using var pipeline = await StartAsync();
        await pipeline.AppendAsync((1, 10, 1.5));
        var added = TestPipeline.View("added_later");
        _views.Apply(added);

        await pipeline.Pumps.FlushAsync(added.Id, Token);
        Assert.Equal(1.5, await pipeline.LookUpAsync(added, 1));
    }

    [Fact]
    public async Task Flush_OneViewCannotWrite_TheOtherGoesOnAndTheWaiterIsTold()
    {
        var broken = TestPipeline.View("broken");
        _views.Apply(broken);
        await using var pipeline = await TestPipeline.StartAsync(_folder, _views, _manifest, new FailingFiles(_files, broken.Name));
        await pipeline.AppendAsync((1, 10, 1.5));
        await FlushAsync(pipeline);

        Assert.Equal(1.5, await pipeline.LookUpAsync(View, 1));
        await Assert.ThrowsAsync<FeatureStore.FeatureStoreException>(() => pipeline.Pumps.FlushAsync(broken.Id, Token));
    }

    private Task<TestPipeline> StartAsync() => TestPipeline.StartAsync(_folder, _views, _manifest, _files);

    private static Task FlushAsync(TestPipeline pipeline) => pipeline.Pumps.FlushAsync(View.Id, Token);

    private async Task<List<FeatureRow>> OfflineAsync(FeatureView view)
        => [.. (await _manifest.GetSnapshotAsync(view.Id, Token)).Files.Where(file => file.Path.Length > 0).SelectMany(file => _files.Files[file.Path])];

    /// <summary>Files that cannot be written for one view.</summary>
    private sealed class FailingFiles(IOfflineFiles inner, string view) : IOfflineFiles
    {
        public Task<OfflineFile> WriteAsync(FeatureView written, LogRange range, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken)
            => written.Name == view
                ? throw new FeatureStore.FeatureStoreException(FeatureStore.FeatureStoreErrorCode.OfflineEngineFailed, "The disk is full.")
                : inner.WriteAsync(written, range, before, rows, cancellationToken);

        public Task<OfflineFile> MergeAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
            => inner.MergeAsync(view, range, files, cancellationToken);

        public Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);
    }
}

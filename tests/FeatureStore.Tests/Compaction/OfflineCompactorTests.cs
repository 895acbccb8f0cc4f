using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Compaction;
using FeatureStore.Diagnostics;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Compaction;

public sealed class OfflineCompactorTests : IDisposable
{
    private static readonly FeatureView View = Views.View("v", [Views.Entity("id")], Views.Feature("a", ScalarType.Int64));

    private readonly ManualClock _clock = new();
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly FeatureStoreMetrics _metrics = new();
    private readonly IOptions<FeatureStoreOptions> _options = Options.Create(new FeatureStoreOptions
    {
        ChunkSequences = 10, Compaction = new CompactionOptions { FilesPerMerge = 2 }, ReplacedFileGrace = TimeSpan.FromMinutes(1),
    });

    private readonly InMemoryOfflineFiles _files;
    private readonly ReplacedFiles _replaced;

    public OfflineCompactorTests()
    {
        _files = new InMemoryOfflineFiles(_clock);
        _replaced = new ReplacedFiles(_files, _manifest, _clock, _options);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task CompactAsync_SeveralChunks_MergesThemAndKeepsTheOldForTheirReaders()
    {
        await WriteAsync(chunks: 5);
        var before = _files.Files.Keys.ToArray();

        Assert.Equal(1, await NewCompactor().CompactAsync(View, Token));

        Assert.Equal(["v@1/p0/0-40.sorted.parquet", "v@1/p0/40-50.parquet"], await RecordedAsync());
        Assert.All(before, path => Assert.Contains(path, _files.Files.Keys));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(4, await _replaced.DeleteDueAsync(Token));
        Assert.Equal(["v@1/p0/0-40.sorted.parquet", "v@1/p0/40-50.parquet"], _files.Files.Keys.Order());
        Assert.Equal(Enumerable.Range(0, 50), (await RowsAsync()).Select(static row => (int)row.Sequence).Order());
    }

    [Fact]
    public async Task CompactAsync_NothingToDo_ChangesNothing()
    {
        await WriteAsync(chunks: 1);

        Assert.Equal(0, await NewCompactor().CompactAsync(View, Token));

        Assert.Equal(1, (await _manifest.GetSnapshotAsync(View.Id, Token)).Number);
    }

    [Fact]
    public async Task CompactAsync_ChunksWithoutRows_BecomeOneRangeWithoutAFile()
    {
        for (var chunk = 0; chunk < 4; chunk++)
        {
            await CommitAsync(chunk, []);
        }

        Assert.Equal(1, await NewCompactor().CompactAsync(View, Token));

        var file = Assert.Single((await _manifest.GetSnapshotAsync(View.Id, Token)).Files);
        Assert.Equal((string.Empty, 0L, 0L, 40L), (file.Path, file.RowCount, file.FirstSequence, file.EndSequence));
    }

    [Fact]
    public async Task CompactAsync_FilesExchangedMeanwhile_GivesUpAndLosesNothing()
    {
        await WriteAsync(chunks: 4);
        var slow = NewCompactor(new Disturbed(_files, async () => await NewCompactor().CompactAsync(View, Token)));

        Assert.Equal(0, await slow.CompactAsync(View, Token));

        Assert.Equal(["v@1/p0/0-40.sorted.parquet"], await RecordedAsync());
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _replaced.DeleteDueAsync(Token);
        Assert.Equal(Enumerable.Range(0, 40), (await RowsAsync()).Select(static row => (int)row.Sequence).Order());
    }

    [Fact]
    public async Task CompactAsync_ViewDroppedMeanwhile_RecordsNothing()
    {
        await WriteAsync(chunks: 4);
        var slow = NewCompactor(new Disturbed(_files, () => _manifest.DropAsync(View.Id, Token)));

        Assert.Equal(0, await slow.CompactAsync(View, Token));

        Assert.Empty((await _manifest.GetSnapshotAsync(View.Id, Token)).Files);
    }

    [Fact]
    public async Task CompactAsync_ManyAtOnce_EndAsOneWould()
    {
        await WriteAsync(chunks: 37);

        await Parallel.ForAsync(0, 6, Token, async (_, token) => await NewCompactor().CompactAsync(View, token));
        await NewCompactor().CompactAsync(View, Token);

        Assert.Equal(["v@1/p0/0-320.sorted.parquet", "v@1/p0/320-360.sorted.parquet", "v@1/p0/360-370.parquet"], await RecordedAsync());
        Assert.Equal(Enumerable.Range(0, 370), (await RowsAsync()).Select(static row => (int)row.Sequence).Order());
    }

    [Fact]
    public async Task Duty_RunOnce_CompactsEachViewAndFailsOnlyForThoseThatFail()
    {
        await WriteAsync(chunks: 2);
        var other = View with { Name = "broken" };
        await _manifest.CommitAsync(other.Id, Missing(0), 0, Token);
        await _manifest.CommitAsync(other.Id, Missing(10), 0, Token);
        var duty = new CompactionDuty(NewCompactor(), new FakeFeatureRegistry(View, other), _manifest, _clock, _options, NullLogger<CompactionDuty>.Instance);

        await duty.RunOnceAsync(Token);

        Assert.Equal(["v@1/p0/0-20.sorted.parquet"], await RecordedAsync());
        Assert.Equal(2, (await _manifest.GetSnapshotAsync(other.Id, Token)).Files.Count);
    }

    private static OfflineFile Missing(long first) => new()
    {
        Path = $"gone-{first}.parquet", Partition = 0, FirstSequence = first, EndSequence = first + 10, RowCount = 1, ByteCount = 1, MinEventTime = default, MaxEventTime = default,
    };

    private OfflineCompactor NewCompactor(IOfflineFiles? files = null) => new(files ?? _files, _manifest, _replaced, _metrics, _options, NullLogger<OfflineCompactor>.Instance);

    private async Task WriteAsync(int chunks)
    {
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            await CommitAsync(chunk, [.. Enumerable.Range(chunk * 10, 10).Select(static i => new FeatureRow([Value.Of((long)(i % 7))], new Instant(i), new Instant(i), i, [Value.Of((long)i)]))]);
        }
    }

    private async Task CommitAsync(int chunk, FeatureRow[] rows)
        => await _manifest.CommitAsync(View.Id, await _files.WriteAsync(View, new LogRange(0, chunk * 10, (chunk + 1) * 10), [], rows, Token), 0, Token);

    private async Task<IEnumerable<string>> RecordedAsync() => (await _manifest.GetSnapshotAsync(View.Id, Token)).Files.Select(static file => file.Path);

    private async Task<IEnumerable<FeatureRow>> RowsAsync() => (await RecordedAsync()).SelectMany(path => _files.Files[path]);

    /// <summary>Lets something happen between the writing of a merged file and its recording.</summary>
    private sealed class Disturbed(IOfflineFiles inner, Func<Task> disturb) : IOfflineFiles
    {
        public Task<OfflineFile> WriteAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken)
            => inner.WriteAsync(view, range, before, rows, cancellationToken);

        public async Task<OfflineFile> MergeAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
        {
            var merged = await inner.MergeAsync(view, range, files, cancellationToken);
            await disturb();
            return merged;
        }

        public Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);
    }
}

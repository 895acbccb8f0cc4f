using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Serving;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Pipelines;

/// <summary>A changed view is computed from the log beside the version that answers, and takes its place.</summary>
public sealed class VersionSwitchTests : IDisposable
{
    private const double Mark = TestPipeline.Mark; // In the second version's values, so that a value says which version it is of.

    private readonly TemporaryDirectory _folder = new();
    private readonly FakeFeatureRegistry _views = new(TestPipeline.View());
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly InMemoryComputedVersions _versions = new();
    private readonly InMemoryOfflineFiles _files = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FeatureView First { get; } = TestPipeline.View();

    private static FeatureView Second { get; } = TestPipeline.View(from: "marked") with
    {
        Version = 2,
        Features = [.. TestPipeline.View(from: "marked").Features, new Feature { Name = "added", Type = new(ScalarType.Double), From = "amount" }],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Apply_FirstVersion_IsMarkedOnceItHasCaughtUp()
    {
        await using var pipeline = await StartAsync(_files);
        await pipeline.AppendAsync((1, 10, 1.5));
        await UntilAsync(async () => (await _versions.ListAsync(Token)).Contains(First.Id));

        Assert.Empty(pipeline.Served.Replacing);
    }

    [Fact]
    public async Task Apply_SecondVersionNotComputed_TheFirstGoesOnAnswering()
    {
        var files = new HeldVersion(_files, version: 2);
        await using var pipeline = await StartAsync(files);
        await FillAsync(pipeline, 0, 400);
        await UntilAsync(async () => (await _versions.ListAsync(Token)).Contains(First.Id));
        _views.Apply(Second);
        await files.Reached.WaitAsync(Token);

        await pipeline.AppendAsync((1, 10_000, 5));
        await pipeline.Pumps.FlushAsync(First.Id, Token);
        Assert.Equal(5, await LookUpAsync(pipeline, "amount", 1));
        Assert.Equal(First.Id, pipeline.Served.Find(First.Name, ["amount"])?.Id);

        files.Release();
        await UntilAsync(async () => await LookUpAsync(pipeline, "amount", 1) == Mark + 5);
        Assert.Equal([Second.Id], pipeline.Pumps.Statuses.Select(static status => status.View));
        Assert.Equal(401, (await OfflineAsync(Second)).Count);
    }

    [Fact]
    public async Task Flush_WhileAnotherVersionTakesOver_WaitsForItAndTheFirstIsWholeInBothStores()
    {
        var files = new HeldVersion(_files, version: 2, from: 384);
        await using var pipeline = await StartAsync(files);
        await FillAsync(pipeline, 0, 420);
        await UntilAsync(async () => (await _versions.ListAsync(Token)).Contains(First.Id));
        await FillAsync(pipeline, 420, 7);
        _views.Apply(Second);

        // The second version is held up at its last file, once it has read everything.
        await files.Reached.WaitAsync(Token);
        await UntilAsync(() => Task.FromResult(pipeline.Pumps.Statuses.All(static status => status.View == Second.Id)));
        await pipeline.AppendAsync((1, 10_000, 5));
        var flush = pipeline.Pumps.FlushAsync(First.Id, Token);
        Assert.False(flush.IsCompleted);
        Assert.Equal(427, (await OfflineAsync(First)).Count);

        files.Release();
        await flush;
        await pipeline.Served.RefreshAsync(Token);
        Assert.Equal(Second.Id, pipeline.Served.Find(First.Name, ["amount"])?.Id);
        await pipeline.Pumps.FlushAsync(Second.Id, Token);
        Assert.Equal(428, (await OfflineAsync(Second)).Count);
    }

    [Fact]
    public async Task LookUp_FeatureThatOnlyTheNewVersionHas_IsAnsweredByIt()
    {
        var files = new HeldVersion(_files, version: 2);
        await using var pipeline = await StartAsync(files);
        await FillAsync(pipeline, 0, 400);
        await UntilAsync(async () => (await _versions.ListAsync(Token)).Contains(First.Id));
        _views.Apply(Second);
        await files.Reached.WaitAsync(Token);

        Assert.NotNull(await LookUpAsync(pipeline, "added", 1));
        Assert.True(await LookUpAsync(pipeline, "amount", 1) < Mark);
        files.Release();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Apply_WhileEventsFlowAndTheProcessDies_NoValueIsMissingOrStepsBackAndNothingIsDoubled(int seed)
    {
        const int count = 2_000;
        var random = new Random(seed);
        var seen = new Dictionary<long, double>();
        var sent = 0;
        for (var life = 0; sent < count; life++)
        {
            await using var pipeline = await StartAsync(_files);
            if (life == 1)
            {
                await UntilAsync(async () => (await _versions.ListAsync(Token)).Contains(First.Id));
                _views.Apply(Second);
            }

            for (var burst = random.Next(1, 5); burst > 0 && sent < count; burst--)
            {
                var more = Math.Min(random.Next(1, 150), count - sent);
                await FillAsync(pipeline, sent, more);
                sent += more;
                await LookAtAllAsync(pipeline, seen);
            }
        }

        await using var last = await StartAsync(_files);
        await UntilAsync(async () => (await _versions.ListAsync(Token)).Contains(Second.Id));
        await last.Pumps.FlushAsync(Second.Id, Token);
        await LookAtAllAsync(last, seen);
        Assert.All(seen, static pair => Assert.True(pair.Value >= Mark));
        Assert.Equal(Enumerable.Range(0, count).Select(static index => (long)index), (await OfflineAsync(Second)).Select(static row => row.Sequence));
    }

    // Amounts grow with time, so an older value is a smaller one.
    private static Task FillAsync(TestPipeline pipeline, int first, int count)
        => pipeline.AppendAsync([.. Enumerable.Range(first, count).Select(static index => ((long?)(index % 20), index, (double)index))]);

    private static async Task LookAtAllAsync(TestPipeline pipeline, Dictionary<long, double> seen)
    {
        for (var customer = 0L; customer < 20; customer++)
        {
            var value = await LookUpAsync(pipeline, "amount", customer);
            if (seen.TryGetValue(customer, out var before))
            {
                Assert.NotNull(value);
                var isSameVersion = before >= Mark == value >= Mark;
                Assert.True(isSameVersion ? value >= before : before < Mark && value - Mark >= before, $"Customer {customer} had {before} and then {value}.");
            }

            if (value is { } now)
            {
                seen[customer] = now;
            }
        }
    }

    private static async Task<double?> LookUpAsync(TestPipeline pipeline, string feature, long customer)
    {
        var answer = await pipeline.Lookups.GetAsync(
            new OnlineFeaturesRequest { Features = [$"{First.Name}:{feature}"], Entities = [new EntityColumn("customer", [Value.Of(customer)])] }, Token);
        return answer.Columns[^1].Statuses[0] == FieldStatus.Present ? answer.Columns[^1].Values[0].AsDouble() : null;
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        while (!await isTrue())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }

    private async Task<List<FeatureRow>> OfflineAsync(FeatureView view)
        => [.. (await _manifest.GetSnapshotAsync(view.Id, Token)).Files.Where(file => file.Path.Length > 0).SelectMany(file => _files.Files[file.Path])];

    private Task<TestPipeline> StartAsync(IOfflineFiles files)
        => TestPipeline.StartAsync(_folder, _views, _manifest, files, versions: _versions, settings: ("Ingestion:CatchUpEvents", "10"));

    /// <summary>Files that hold the writer of one version up at its second chunk until they are released.</summary>
    private sealed class HeldVersion(IOfflineFiles inner, int version, long from = 1) : IOfflineFiles
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Reached => _reached.Task;

        public async Task<OfflineFile> WriteAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken)
        {
            if (view.Version == version && range.FirstSequence >= from)
            {
                _reached.TrySetResult();
                await _released.Task.WaitAsync(cancellationToken);
            }

            return await inner.WriteAsync(view, range, before, rows, cancellationToken);
        }

        public Task<OfflineFile> MergeAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
            => inner.MergeAsync(view, range, files, cancellationToken);

        public Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);

        internal void Release() => _released.TrySetResult();
    }
}

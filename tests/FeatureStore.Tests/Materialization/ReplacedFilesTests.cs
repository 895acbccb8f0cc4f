using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Materialization;

public sealed class ReplacedFilesTests
{
    private static readonly FeatureView View = Views.View("v", [Views.Entity("id")], Views.Feature("a", ScalarType.Int64));

    private readonly ManualClock _clock = new();
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly FeatureStoreOptions _options = new() { ReplacedFileGrace = TimeSpan.FromHours(1) };
    private readonly InMemoryOfflineFiles _files;
    private readonly ReplacedFiles _replaced;

    public ReplacedFilesTests()
    {
        _files = new InMemoryOfflineFiles(_clock);
        _replaced = new ReplacedFiles(_files, _manifest, _clock, Options.Create(_options));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeleteDueAsync_BeforeAndAfterTheGraceTime_DeletesAfterOnly()
    {
        var file = await WriteAsync(0, 5);
        _replaced.Add([file]);

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await _replaced.DeleteDueAsync(Token));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await _replaced.DeleteDueAsync(Token));

        Assert.Empty(_files.Files);
    }

    [Fact]
    public async Task DeleteDueAsync_ReaderThatBeganBefore_KeepsTheFileUntilItEnds()
    {
        var file = await WriteAsync(0, 5);
        var before = _replaced.BeginRead();
        _clock.Advance(TimeSpan.FromMinutes(1));
        _replaced.Add([file]);
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var after = _replaced.BeginRead();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await _replaced.DeleteDueAsync(Token));
        before.Dispose();
        Assert.Equal(1, await _replaced.DeleteDueAsync(Token));
    }

    [Fact]
    public async Task DeleteDueAsync_SameNameWrittenAgain_KeepsIt()
    {
        var file = await WriteAsync(0, 5);
        _replaced.Add([file]);
        _clock.Advance(TimeSpan.FromMinutes(30));
        await WriteAsync(0, 5);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await _replaced.DeleteDueAsync(Token));
        Assert.Single(_files.Files);
    }

    [Fact]
    public async Task DeleteDueAsync_ClockOfTheStorageAhead_DeletesAllTheSame()
    {
        var file = await WriteAsync(0, 5);
        _clock.Advance(TimeSpan.FromMinutes(-1));
        _replaced.Add([file]);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await _replaced.DeleteDueAsync(Token));
    }

    [Fact]
    public async Task DeleteDueAsync_StorageAway_IsTriedAgain()
    {
        var file = await WriteAsync(0, 5);
        _replaced.Add([file]);
        _clock.Advance(TimeSpan.FromHours(1));
        _files.IsAway = true;
        await Assert.ThrowsAsync<FeatureStoreException>(() => _replaced.DeleteDueAsync(Token));

        _files.IsAway = false;

        Assert.Equal(1, await _replaced.DeleteDueAsync(Token));
    }

    [Fact]
    public async Task DeleteOrphansAsync_RecordedUnrecordedAndYoungFiles_DeletesTheOldUnrecordedOnes()
    {
        var recorded = await WriteAsync(0, 5);
        await _manifest.CommitAsync(View.Id, recorded, 0, Token);
        await WriteAsync(5, 10);
        _clock.Advance(TimeSpan.FromHours(2));
        var young = await WriteAsync(10, 15);

        Assert.Equal(1, await _replaced.DeleteOrphansAsync(Token));

        Assert.Equal([recorded.Path, young.Path], _files.Files.Keys.Order(StringComparer.Ordinal));
    }

    private Task<OfflineFile> WriteAsync(long first, long end)
        => _files.WriteAsync(View, new LogRange(0, first, end), [], [new FeatureRow([Value.Of(1L)], default, default, first, [Value.Of(1L)])], Token);
}

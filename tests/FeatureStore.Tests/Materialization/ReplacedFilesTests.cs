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
    private readonly InMemoryOfflineManifest _manifest;
    private readonly FeatureStoreOptions _options = new() { ReplacedFileGrace = TimeSpan.FromHours(1) };
    private readonly InMemoryOfflineFiles _files;
    private readonly ReplacedFiles _replaced;

    public ReplacedFilesTests()
    {
        _manifest = new InMemoryOfflineManifest(_clock);
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
    public async Task VacuumAsync_RecordedUnrecordedAndYoungFiles_DeletesTheOldUnrecordedOnes()
    {
        var recorded = await WriteAsync(0, 5);
        await _manifest.CommitAsync(View.Id, recorded, 0, Token);
        var (written, old) = (Instant.Now(_clock), await WriteAsync(5, 10));
        _clock.Advance(TimeSpan.FromHours(2));
        var young = await WriteAsync(10, 15);

        var dry = await _replaced.VacuumAsync(isDryRun: true, Token);
        Assert.Equal(3, _files.Files.Count);
        var report = await _replaced.VacuumAsync(isDryRun: false, Token);

        Assert.Equal([new VacuumedFile(old.Path, 100, written, VacuumReason.Unrecorded)], report.Files);
        Assert.Equal(report.Files, dry.Files);
        Assert.Equal((true, false, _options.ReplacedFileGrace), (dry.IsDryRun, report.IsDryRun, report.Grace));
        Assert.Equal([recorded.Path, young.Path], _files.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Empty((await _replaced.VacuumAsync(isDryRun: false, Token)).Files);
    }

    [Fact]
    public async Task VacuumAsync_OldFileThatAnotherProcessReplacedJustNow_KeepsItForReadersForTheGraceTime()
    {
        var (first, second) = (await WriteAsync(0, 5), await WriteAsync(0, 10));
        await _manifest.CommitAsync(View.Id, first, 0, Token);
        _clock.Advance(TimeSpan.FromDays(30));
        await _manifest.CommitAsync(View.Id, second, 0, Token);
        var replacedAt = Instant.Now(_clock);

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty((await _replaced.VacuumAsync(isDryRun: false, Token)).Files);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([new VacuumedFile(first.Path, 100, replacedAt, VacuumReason.Replaced)], (await _replaced.VacuumAsync(isDryRun: false, Token)).Files);
        Assert.Equal([second.Path], _files.Files.Keys);
        Assert.Empty(await _manifest.GetReplacedAsync(Token));
    }

    [Fact]
    public async Task VacuumAsync_ReaderOfThisProcessThatBeganBefore_KeepsTheFileUntilItEnds()
    {
        var (first, second) = (await WriteAsync(0, 5), await WriteAsync(0, 10));
        await _manifest.CommitAsync(View.Id, first, 0, Token);
        var reading = _replaced.BeginRead();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _manifest.CommitAsync(View.Id, second, 0, Token);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Empty((await _replaced.VacuumAsync(isDryRun: false, Token)).Files);
        reading.Dispose();

        Assert.Equal(first.Path, Assert.Single((await _replaced.VacuumAsync(isDryRun: false, Token)).Files).Path);
    }

    [Fact]
    public async Task VacuumAsync_StorageAway_TellsAndDeletesNothing()
    {
        await WriteAsync(0, 5);
        _clock.Advance(TimeSpan.FromHours(2));
        _files.IsAway = true;

        await Assert.ThrowsAsync<FeatureStoreException>(() => _replaced.VacuumAsync(isDryRun: false, Token));

        Assert.Single(_files.Files);
    }

    private Task<OfflineFile> WriteAsync(long first, long end)
        => _files.WriteAsync(View, new LogRange(0, first, end), [], [new FeatureRow([Value.Of(1L)], default, default, first, [Value.Of(1L)])], Token);
}

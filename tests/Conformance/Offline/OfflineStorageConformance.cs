using System.Text;
using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Ports;

namespace Conformance.Offline;

/// <summary>What every place for offline files does. The content of the files does not matter to it.</summary>
public abstract class OfflineStorageConformance : IAsyncLifetime
{
    private const string PathOfView = "orders/v1/p0/00000000000000000000-00000000000000065536.parquet";

    private IOfflineStorage? _storage;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private IOfflineStorage Storage => _storage ?? throw new InvalidOperationException("Nothing is open yet.");

    /// <summary>Opens an empty storage.</summary>
    protected abstract ValueTask<IOfflineStorage> OpenStorageAsync();

    /// <summary>Opens the same storage as another process would.</summary>
    protected abstract ValueTask<IOfflineStorage> OpenElsewhereAsync();

    public async ValueTask InitializeAsync() => _storage = await OpenStorageAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task WriteAsync_File_ComesBackAsWritten()
    {
        var file = await WriteAsync(PathOfView, "content");

        Assert.Equal(7, file.ByteCount);
        Assert.StartsWith(PathOfView[..^".parquet".Length], file.Path, StringComparison.Ordinal);
        Assert.EndsWith(".parquet", file.Path, StringComparison.Ordinal);
        Assert.Equal(["content"], await ReadAsync(Storage, file));
    }

    [Fact]
    public async Task OpenAsync_InAnotherProcess_GivesWhatWasStored()
    {
        var first = await WriteAsync(PathOfView, "first");
        var second = await WriteAsync("orders/v1/p0/00000000000000065536-00000000000000131072.parquet", "second");
        var elsewhere = await OpenElsewhereAsync();

        Assert.Equal(["second", "first"], await ReadAsync(elsewhere, second, first));
        Assert.Equal(["second", "first", "second"], await ReadAsync(elsewhere, second, first, second));
    }

    [Theory]
    [InlineData("customer%20engagement/v3/p12/1-2.parquet")]
    [InlineData("a+b & c=d/v1/p0/1-2.parquet")]
    [InlineData("Kündigung/v1/p0/1-2.parquet")]
    public async Task WriteAsync_NameWithSpecialCharacters_KeepsIt(string path)
    {
        var file = await WriteAsync(path, "content");

        Assert.Equal(["content"], await ReadAsync(await OpenElsewhereAsync(), file));
        Assert.Equal([file.Path], await ListAsync());
        await Storage.DeleteAsync(file.Path, Token);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task WriteAsync_SamePathWithOtherContent_IsTheNewContentForAllWhoAskForIt()
    {
        var elsewhere = await OpenElsewhereAsync();
        var before = await WriteAsync(PathOfView, "before");
        Assert.Equal(["before"], await ReadAsync(elsewhere, before));

        var after = await WriteAsync(PathOfView, "after!");

        Assert.Equal(["after!"], await ReadAsync(Storage, after));
        Assert.Equal(["after!"], await ReadAsync(elsewhere, after));
    }

    [Fact]
    public async Task WriteAsync_SameContentTwice_IsOneFile()
    {
        var first = await WriteAsync(PathOfView, "content");
        var second = await WriteAsync(PathOfView, "content");

        Assert.Equal(first.Path, second.Path);
        Assert.Equal([first.Path], await ListAsync());
        Assert.Equal(["content"], await ReadAsync(Storage, second));
    }

    [Fact]
    public async Task WriteAsync_WriterFails_StoresNothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Storage.WriteAsync(
            PathOfView,
            static async local =>
            {
                await File.WriteAllTextAsync(local, "half", Token);
                throw new InvalidOperationException("The engine failed.");
            },
            Token));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task OpenAsync_FilesWithoutRows_AreLeftOut()
    {
        var file = await WriteAsync(PathOfView, "content");
        using var lease = await Storage.OpenAsync([Describe(string.Empty, 0), file, Describe(string.Empty, 0)], Token);

        Assert.Equal("content", await File.ReadAllTextAsync(Assert.Single(lease.Paths), Token));
        Assert.True(Path.IsPathFullyQualified(lease.Paths[0]));
    }

    [Fact]
    public async Task OpenAsync_FileThatIsNotThere_IsCorruptDataAndNamesIt()
    {
        var file = await WriteAsync(PathOfView, "content");
        var missing = Describe("orders/v1/p0/7-8.parquet", 3);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => Storage.OpenAsync([file, missing], Token));

        Assert.Equal(FeatureStoreErrorCode.CorruptData, error.ErrorCode);
        Assert.Contains("orders/v1/p0/7-8.parquet", error.Message, StringComparison.Ordinal);
        Assert.Equal(["content"], await ReadAsync(Storage, file));
    }

    [Fact]
    public async Task OpenAsync_ManyReadersAtOnce_AllGetTheFilesInTheirOrder()
    {
        var files = new List<OfflineFile>();
        for (var i = 0; i < 12; i++)
        {
            files.Add(await WriteAsync($"orders/v1/p0/{i}-{i + 1}.parquet", $"content {i}"));
        }

        var elsewhere = await OpenElsewhereAsync();
        await Parallel.ForAsync(0, 24, Token, async (reader, _) =>
        {
            OfflineFile[] order = [.. files.OrderBy(file => (file.Path.GetHashCode(StringComparison.Ordinal) * (reader + 1)) % 97)];
            Assert.Equal(order.Select(file => $"content {files.IndexOf(file)}"), await ReadAsync(elsewhere, order));
        });
    }

    [Fact]
    public async Task DeleteAsync_FileAndMissingFile_AreBothGone()
    {
        var kept = await WriteAsync(PathOfView, "kept");
        var file = await WriteAsync("orders/v1/p0/1-2.parquet", "gone");

        await Storage.DeleteAsync(file.Path, Token);
        await Storage.DeleteAsync(file.Path, Token);
        await Storage.DeleteAsync("nowhere/a.parquet", Token);
        await Storage.DeleteAsync(string.Empty, Token);

        Assert.Equal([kept.Path], await ListAsync());
        await Assert.ThrowsAsync<FeatureStoreException>(() => Storage.OpenAsync([file], Token));
    }

    [Fact]
    public async Task ListAsync_Files_TellsWhenTheyWereWrittenAndTheirSize()
    {
        Assert.Empty(await Storage.ListAsync(Token));
        var earliest = Instant.Now(TimeProvider.System).UnixMicroseconds - 120_000_000;
        await WriteAsync(PathOfView, "content");

        var stored = Assert.Single(await Storage.ListAsync(Token));

        Assert.Equal((7L, false), (stored.ByteCount, stored.IsPartial));
        Assert.InRange(stored.WrittenAt.UnixMicroseconds, earliest, earliest + 240_000_000);
    }

    [Fact]
    public void Location_Always_HasNoSlashAtTheEnd() => Assert.False(Storage.Location is "" || Storage.Location.EndsWith('/'));

    /// <summary>Stores a text as a file.</summary>
    protected async Task<OfflineFile> WriteAsync(string path, string content)
    {
        var written = await Storage.WriteAsync(path, local => File.WriteAllTextAsync(local, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Token), Token);
        return Describe(written.Path, written.ByteCount);
    }

    /// <summary>The texts of files.</summary>
    protected static async Task<string[]> ReadAsync(IOfflineStorage storage, params IReadOnlyList<OfflineFile> files)
    {
        using var lease = await storage.OpenAsync(files, Token);
        var texts = new List<string>();
        foreach (var path in lease.Paths)
        {
            texts.Add(await File.ReadAllTextAsync(path, Token));
        }

        return [.. texts];
    }

    /// <summary>A file as a manifest records it.</summary>
    protected static OfflineFile Describe(string path, long bytes) => new()
    {
        Path = path, Partition = 0, FirstSequence = 0, EndSequence = 1, RowCount = path.Length == 0 ? 0 : 1, ByteCount = bytes, MinEventTime = default, MaxEventTime = default,
    };

    private async Task<IEnumerable<string>> ListAsync() => (await Storage.ListAsync(Token)).Select(static file => file.Path);
}

using System.Collections.Concurrent;
using FeatureStore.Ports;

namespace FeatureStore.S3.Tests;

/// <summary>The cache alone, over files that a test gives out when it wants to.</summary>
public sealed class FileCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cache-").FullName;
    private readonly FakeSource _source = new();
    private FileCache? _cache;

    private FileCache Cache => _cache ??= Open(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAsync_SameFileManyTimes_IsFetchedOnce()
    {
        _source.Hold();
        var openings = Enumerable.Range(0, 10).Select(_ => Cache.OpenAsync([File("a")], Token)).ToArray();
        await _source.UntilAskedAsync("a");

        _source.GiveAll();

        Assert.Single((await Task.WhenAll(openings)).Select(static lease => lease.Paths[0]).Distinct());
        Assert.Equal(["a"], _source.Fetched);
    }

    [Fact]
    public async Task OpenAsync_SeveralFiles_AreFetchedAtOnceUpToTheLimit()
    {
        _source.Hold();
        var opening = Cache.OpenAsync([File("a"), File("b"), File("c"), File("d"), File("e")], Token);
        await _source.UntilAskedAsync(4);

        Assert.Equal(4, _source.MostAtOnce);
        _source.GiveAll();
        using var lease = await opening;
        Assert.Equal(["a", "b", "c", "d", "e"], lease.Paths.Select(static path => System.IO.File.ReadAllText(path)[..1]));
        Assert.Equal(4, _source.MostAtOnce);
    }

    [Fact]
    public async Task OpenAsync_MoreThanTheLimitInUse_StaysUntilReleasedAndThenTheOldestGoes()
    {
        var a = await Cache.OpenAsync([File("a")], Token);
        var b = await Cache.OpenAsync([File("b")], Token);
        var c = await Cache.OpenAsync([File("c")], Token);
        Assert.Equal(120, Cache.Bytes);
        Assert.All((OfflineLease[])[a, b, c], static lease => Assert.True(System.IO.File.Exists(lease.Paths[0])));

        b.Dispose();

        Assert.Equal(80, Cache.Bytes);
        Assert.False(System.IO.File.Exists(b.Paths[0]));
        Assert.True(System.IO.File.Exists(a.Paths[0]));
        a.Dispose();
        c.Dispose();
        (await Cache.OpenAsync([File("a")], Token)).Dispose();
        (await Cache.OpenAsync([File("d")], Token)).Dispose();
        Assert.True(System.IO.File.Exists(a.Paths[0]));
        Assert.False(System.IO.File.Exists(c.Paths[0]));
        Assert.Equal(["a", "b", "c", "d"], _source.Fetched);
    }

    [Fact]
    public async Task OpenAsync_OneOfTwoWaitersGivesUp_TheOtherGetsTheFile()
    {
        _source.Hold();
        using var impatient = new CancellationTokenSource();
        var first = Cache.OpenAsync([File("a")], impatient.Token);
        var second = Cache.OpenAsync([File("a")], Token);
        await _source.UntilAskedAsync("a");

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _source.GiveAll();
        using var lease = await second;
        Assert.Equal(["a"], _source.Fetched);
    }

    [Fact]
    public async Task OpenAsync_AllWaitersGiveUp_StopsTheFetchingAndTheNextStartsAnew()
    {
        _source.Hold();
        using var impatient = new CancellationTokenSource();
        var first = Cache.OpenAsync([File("a")], impatient.Token);
        await _source.UntilAskedAsync("a");
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.Equal(0, Cache.Bytes);
        _source.GiveAll();
        using var lease = await Cache.OpenAsync([File("a")], Token);
        Assert.Equal(["a", "a"], _source.Fetched);
        Assert.Equal(40, Cache.Bytes);
    }

    [Fact]
    public async Task OpenAsync_FetchingFails_LeavesNothingAndIsTriedAgainByTheNext()
    {
        _source.Fail("b");

        await Assert.ThrowsAsync<FeatureStoreException>(() => Cache.OpenAsync([File("a"), File("b")], Token));
        (await Cache.OpenAsync([File("a"), File("b")], Token)).Dispose();

        Assert.Equal(80, Cache.Bytes);
        Assert.Equal(2, Directory.GetFiles(_folder, "*.parquet").Length);
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    [Fact]
    public async Task OpenAsync_FileRemovedByHand_IsFetchedAgain()
    {
        var lease = await Cache.OpenAsync([File("a")], Token);
        lease.Dispose();
        System.IO.File.Delete(lease.Paths[0]);

        using var again = await Cache.OpenAsync([File("a")], Token);

        Assert.True(System.IO.File.Exists(again.Paths[0]));
        Assert.Equal(40, Cache.Bytes);
    }

    [Fact]
    public async Task Open_FolderOfAnEarlierProcess_KeepsTheFilesUsedLastAndChecksThem()
    {
        foreach (var name in (string[])["a", "b", "a"])
        {
            (await Cache.OpenAsync([File(name)], Token)).Dispose();
        }

        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "7.tmp"), "half", Token);
        System.IO.File.SetLastWriteTimeUtc(Path.Combine(_folder, "b.parquet"), DateTime.UnixEpoch);
        Cache.Dispose();
        _cache = Open(70);

        Assert.Equal(["a.parquet"], Directory.GetFiles(_folder, "*.*").Select(Path.GetFileName).Where(static name => name != ".lock"));
        (await Cache.OpenAsync([File("a")], Token)).Dispose();
        Assert.Equal(["a", "b"], _source.Fetched);
        Cache.Dispose();
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "a.parquet"), new string('x', 40), Token);
        _cache = Open(70);
        using var lease = await Cache.OpenAsync([File("a")], Token);
        Assert.StartsWith("a", await System.IO.File.ReadAllTextAsync(lease.Paths[0], Token), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderOfALivingProcess_IsRefusedAndNamesTheSetting()
    {
        _ = Cache;

        var error = Assert.Throws<FeatureStoreException>(() => Open(100));

        Assert.Equal(FeatureStoreErrorCode.OfflineStoreUnavailable, error.ErrorCode);
        Assert.Contains("FeatureStore:Offline:S3:CacheDirectory", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task OpenAsync_ManyReadersOfManyFiles_EachSeesItsFilesUntilItIsDone(int seed)
    {
        var cache = Cache;
        await Parallel.ForAsync(0, 8, Token, async (reader, token) =>
        {
            var random = new Random((seed * 100) + reader);
            for (var i = 0; i < 200; i++)
            {
                string[] names = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => ((char)('a' + random.Next(8))).ToString())];
                using var impatient = CancellationTokenSource.CreateLinkedTokenSource(token);
                if (random.Next(4) == 0)
                {
                    impatient.CancelAfter(TimeSpan.FromTicks(random.Next(5_000)));
                }

                try
                {
                    using var lease = await cache.OpenAsync([.. names.Select(File)], impatient.Token);
                    Assert.Equal(names, lease.Paths.Select(static path => System.IO.File.ReadAllText(path)[..1]));
                }
                catch (OperationCanceledException) when (impatient.IsCancellationRequested && !token.IsCancellationRequested)
                {
                    continue;
                }
            }
        });

        Assert.InRange(cache.Bytes, 0, 100);
        Assert.Equal(cache.Bytes, Directory.GetFiles(_folder, "*.parquet").Sum(static path => new FileInfo(path).Length));
    }

    public void Dispose()
    {
        _cache?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static OfflineFile File(string name) => new()
    {
        Path = $"{name}.parquet", Partition = 0, FirstSequence = 0, EndSequence = 1, RowCount = 1, ByteCount = 40, MinEventTime = default, MaxEventTime = default,
    };

    private FileCache Open(long limit) => new(_folder, limit, 4, _source, TimeProvider.System);

    private sealed class FakeSource : IFileSource
    {
        private readonly ConcurrentQueue<string> _fetched = [];
        private readonly ConcurrentDictionary<string, bool> _failing = new();
        private TaskCompletionSource _gate = Open();
        private int _atOnce;

        internal IEnumerable<string> Fetched => _fetched.Order();

        internal int MostAtOnce { get; private set; }

        internal void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void GiveAll() => _gate.TrySetResult();

        internal void Fail(string name) => _failing[name + ".parquet"] = true;

        internal Task UntilAskedAsync(string name) => UntilAsync(() => _fetched.Contains(name));

        internal Task UntilAskedAsync(int count) => UntilAsync(() => _fetched.Count >= count);

        public async Task FetchAsync(string path, long bytes, string file, CancellationToken cancellationToken)
        {
            lock (_fetched)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
            }

            _fetched.Enqueue(path[..1]);
            try
            {
                await _gate.Task.WaitAsync(cancellationToken);
                await System.IO.File.WriteAllTextAsync(file, new string(path[0], (int)bytes), cancellationToken);
                if (_failing.TryRemove(path, out _))
                {
                    throw new FeatureStoreException(FeatureStoreErrorCode.OfflineStoreUnavailable, "Away.");
                }
            }
            finally
            {
                lock (_fetched)
                {
                    _atOnce--;
                }
            }
        }

        public async Task<bool> IsIntactAsync(string path, long bytes, string file, CancellationToken cancellationToken)
            => await System.IO.File.ReadAllTextAsync(file, cancellationToken) == new string(path[0], (int)bytes);

        private static TaskCompletionSource Open()
        {
            var gate = new TaskCompletionSource();
            gate.SetResult();
            return gate;
        }

        private static async Task UntilAsync(Func<bool> condition)
        {
            while (!condition())
            {
                await Task.Delay(5, Token);
            }
        }
    }
}

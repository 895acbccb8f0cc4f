using Conformance;
using Conformance.Proof;
using FeatureStore.Embedded.Lookups;
using FeatureStore.Ports;
using FeatureStore.Proof;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeatureStore.Tests.Embedded;

/// <summary>The embedded log of lookups: the contract, and what crashes, bad disks and age do to it.</summary>
public sealed class EmbeddedLookupLogTests : LookupLogConformance
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly LookupLogOptions _options = new() { MaxBytes = 1 << 20 };
    private EmbeddedLookupLog? _log;

    protected override ValueTask<ILookupLog> OpenAsync()
    {
        _log = EmbeddedLookupLog.Open(_directory.Path, _options, _clock, NullLogger.Instance);
        return new(_log);
    }

    public override ValueTask DisposeAsync()
    {
        _log?.Dispose();
        _directory.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Open_FileCutAtEveryByte_KeepsEveryWholeLookup()
    {
        await Log.AppendAsync(Lookups("one", 0, 4), Token);
        _log?.Dispose();
        var path = Assert.Single(Directory.GetFiles(_directory.Path));
        var bytes = await File.ReadAllBytesAsync(path, Token);
        var kept = new HashSet<int>();
        for (var length = bytes.Length; length >= 0; length--)
        {
            foreach (var file in Directory.GetFiles(_directory.Path))
            {
                File.Delete(file);
            }

            await File.WriteAllBytesAsync(path, bytes[..length], Token);
            await ReopenAsync();
            var whole = await ReadAsync();
            kept.Add(whole.Count);
            Assert.Equal(Enumerable.Range(0, whole.Count).Select(static i => (long)i), whole.Select(static lookup => lookup.Key.Decode()[0].Value.AsInt64()));

            await Log.AppendAsync(Lookups("one", whole.Count, 1), Token);
            Assert.Equal(Enumerable.Range(0, whole.Count + 1).Select(static i => (long)i), (await ReadAsync()).Select(static lookup => lookup.Number));
        }

        Assert.Equal([0, 1, 2, 3, 4], kept.Order());
    }

    /// <summary>A file as it was written before there were computed features in the log: a shape and two lookups of it.</summary>
    [Fact]
    public async Task ReadAsync_FileFromBeforeComputedFeatures_IsReadAndGoneOnWith()
    {
        const string File = "Q0xPT0tVUDEaAAAA893mSQEAAANvbmUBAAAAAAAAAAAAAAEGYW1vdW50SwAAAKdvoCgCAAAQyvuzYAYABQAAAAAAAAAeAQAAAAIAAAACAAAAaWQEAAAACAAAAAUAAAAAAAAABQAAAAAAAAABABDK+7NgBgAFq6qqqqqq+j9LAAAA0LeR7wIAABDK+7NgBgAGAAAAAAAAAB4BAAAAAgAAAAIAAABpZAQAAAAIAAAABgAAAAAAAAAGAAAAAAAAAAEAEMr7s2AGAAUAAAAAAAAAQA==";
        _log?.Dispose();
        await System.IO.File.WriteAllBytesAsync(Path.Combine(_directory.Path, "00000000000000000000.lookups"), Convert.FromBase64String(File), Token);
        await ReopenAsync();

        await Log.AppendAsync(Lookups("one", 7, 1), Token);

        var read = await ReadAsync();
        Assert.Equal([5L, 6L, 7L], read.Select(static lookup => lookup.Key.Decode()[0].Value.AsInt64()));
        Assert.All(read, lookup => Assert.Equal(Lookups("one", 0, 1)[0].Shape, lookup.Shape));
        Assert.Equal(Lookups("one", 5, 1)[0].Values, read[0].Values);
    }

    [Fact]
    public async Task ReadAsync_AByteInTheMiddleIsWrong_GivesWhatIsBeforeAndWhatIsInOtherFiles()
    {
        await Log.AppendAsync(Lookups("one", 0, 10), Token);
        await ReopenAsync();
        await Log.AppendAsync(Lookups("one", 10, 5), Token);
        var path = Directory.GetFiles(_directory.Path).Order().First();
        var bytes = await File.ReadAllBytesAsync(path, Token);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Token);

        var read = (await ReadAsync()).ConvertAll(static lookup => lookup.Number);

        Assert.InRange(read.Count, 6, 14);
        Assert.Equal([10, 11, 12, 13, 14], read[^5..]);
        Assert.Equal((0L, 15L), ((await Log.GetExtentAsync(Token)).First, (await Log.GetExtentAsync(Token)).End));
        Assert.Equal(read.Count, (await Log.CountAsync(0, 15, Token)).Values.Sum());
    }

    [Fact]
    public async Task AppendAsync_MoreThanTheMostBytes_DropsTheOldestAndKeepsCounting()
    {
        for (var i = 0; i < 200; i++)
        {
            await Log.AppendAsync(Lookups("one", i * 100, 100), Token);
        }

        var extent = await Log.GetExtentAsync(Token);
        Assert.InRange(extent.Bytes, 900_000, _options.MaxBytes + 100_000);
        Assert.Equal(20_000, extent.End);
        Assert.InRange(extent.First, 1, 19_000);
        var read = await ReadAsync();
        Assert.Equal((extent.First, extent.Count), (read[0].Number, read.Count));
        Assert.Equal(read[0].Number, read[0].Key.Decode()[0].Value.AsInt64());
    }

    [Fact]
    public async Task GetExtentAsync_LookupsOlderThanTheMostAge_AreDropped()
    {
        await Log.AppendAsync(Lookups("one", 0, 10), Token);
        _clock.Advance(_options.MaxAge / 2);
        await Log.AppendAsync(Lookups("one", 10, 10), Token);
        _clock.Advance(_options.MaxAge * 0.75);

        Assert.Equal(10, (await Log.GetExtentAsync(Token)).First);
        Assert.Equal(10, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task AppendAsync_FolderIsGone_SaysWhatToDo()
    {
        Directory.Delete(_directory.Path, recursive: true);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(async () => await Log.AppendAsync(Lookups("one", 0, 1), Token));

        Assert.Equal(FeatureStoreErrorCode.LookupLogUnavailable, error.ErrorCode);
        Assert.Contains("FeatureStore:LookupLog:SampleRate", error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_directory.Path);
        await Log.AppendAsync(Lookups("one", 0, 1), Token);
        Assert.Single(await ReadAsync());
    }
}

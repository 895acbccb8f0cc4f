using FeatureStore.Embedded;

namespace FeatureStore.Tests.Embedded;

/// <summary>What a killed process or a bad disk leaves behind.</summary>
public sealed class OnlineStoreCrashTests : IDisposable
{
    private readonly TemporaryDirectory _original = new();
    private readonly TemporaryDirectory _image = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _original.Dispose();
        _image.Dispose();
    }

    [Fact]
    public async Task Open_FileCutAtEveryByte_KeepsEveryWholeCommit()
    {
        var (ends, states) = await WriteOneRowCommitsAsync(7);
        var path = OnlySegment(_image);
        var bytes = await File.ReadAllBytesAsync(path, Token);

        for (var length = bytes.Length; length >= Segment.HeadLength; length--)
        {
            await File.WriteAllBytesAsync(path, bytes[..length], Token);
            var whole = ends.FindLastIndex(end => end <= length);

            await using var store = OnlineRows.Open(_image);

            Assert.Equal(length - (whole < 0 ? Segment.HeadLength : ends[whole]), store.Recovery.TruncatedBytes);
            Assert.Equal(whole < 0 ? [] : states[whole], await OnlineRows.StateAsync(store));
        }
    }

    [Fact]
    public async Task Open_AfterATornTail_WritesGoOnAndSurvive()
    {
        await WriteOneRowCommitsAsync(3);
        var path = OnlySegment(_image);
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(file.Length - 5);
        }

        await using (var store = OnlineRows.Open(_image))
        {
            await store.WriteAsync([OnlineRows.Row(77, 1000)], Token);
        }

        await using var reopened = OnlineRows.Open(_image);
        Assert.Equal(0, reopened.Recovery.TruncatedBytes);
        Assert.Equal(1000, (await OnlineRows.StateAsync(reopened))[77]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public async Task Open_TailOfStrayBytes_CutsThemOff(byte stray)
    {
        var (_, states) = await WriteOneRowCommitsAsync(4);
        await File.AppendAllBytesAsync(OnlySegment(_image), [.. Enumerable.Repeat(stray, 5000)], Token);

        await using var store = OnlineRows.Open(_image);

        Assert.Equal(5000, store.Recovery.TruncatedBytes);
        Assert.Equal(states[^1], await OnlineRows.StateAsync(store));
    }

    [Fact]
    public async Task Open_AnyByteChanged_RefusesOrLosesOnlyTheLastCommit()
    {
        var (ends, states) = await WriteOneRowCommitsAsync(4);
        var path = OnlySegment(_image);
        var bytes = await File.ReadAllBytesAsync(path, Token);
        for (var place = 0; place < bytes.Length; place++)
        {
            var damaged = bytes.ToArray();
            damaged[place] ^= 0x5A;
            await File.WriteAllBytesAsync(path, damaged, Token);
            File.Delete(Path.ChangeExtension(path, HintFile.Extension));

            // Of damage in the last commit it cannot be told whether the crash tore it; before that, a later commit proves it did not.
            if (place is < 8 || (place >= Segment.HeadLength && place < ends[^2]))
            {
                Assert.Equal(FeatureStoreErrorCode.CorruptData, Assert.Throws<FeatureStoreException>(() => OnlineRows.Open(_image)).ErrorCode);
                continue;
            }

            await using var store = OnlineRows.Open(_image);
            Assert.Contains(await OnlineRows.StateAsync(store), states[^2..]);
        }
    }

    [Fact]
    public async Task Open_SealedSegmentDamaged_NamesTheFile()
    {
        await using (var store = OnlineRows.Open(_original, segmentBytes: 200))
        {
            for (var i = 0; i < 6; i++)
            {
                await store.WriteAsync([OnlineRows.Row(i, 1)], Token);
            }
        }

        _image.CopyFrom(_original.Path);
        foreach (var hint in Directory.EnumerateFiles(_image.Path, "*.hint"))
        {
            File.Delete(hint);
        }

        var first = Directory.EnumerateFiles(_image.Path, "*.seg").Order().First();
        var bytes = await File.ReadAllBytesAsync(first, Token);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(first, bytes, Token);

        var error = Assert.Throws<FeatureStoreException>(() => OnlineRows.Open(_image));

        Assert.Equal(FeatureStoreErrorCode.CorruptData, error.ErrorCode);
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_RowDamagedOnDisk_SaysSoAndOtherRowsAnswer()
    {
        await using var store = OnlineRows.Open(_original);
        await store.WriteAsync([OnlineRows.Row(1, 1), OnlineRows.Row(2, 1)], Token);
        using (var file = new FileStream(OnlySegment(_original), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(0xEE);
        }

        var rows = new ReadOnlyMemory<byte>[1];
        await store.ReadAsync([OnlineRows.Key(1)], ["v"], rows, Token);
        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => store.ReadAsync([OnlineRows.Key(2)], ["v"], rows, Token).AsTask());

        Assert.False(rows[0].IsEmpty);
        Assert.Equal(FeatureStoreErrorCode.CorruptData, error.ErrorCode);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task Open_ImagesTakenWhileCompacting_HoldEverythingAcknowledged(int seed)
    {
        var random = new Random(seed);
        var oracle = new SortedDictionary<long, long>();
        await using var store = OnlineRows.Open(_original, segmentBytes: 1500);
        for (var time = 1; time <= 120; time++)
        {
            if (random.Next(15) == 0)
            {
                var gone = random.Next(8);
                await store.DeleteKeyAsync(OnlineRows.Key(gone), Token);
                oracle.Remove(gone);
            }

            var key = random.Next(8);
            await store.WriteAsync([OnlineRows.Row(key, time, padding: random.Next(100))], Token);
            oracle[key] = time;
            if (random.Next(6) == 0)
            {
                await AssertImageAsync(oracle);
            }
        }
    }

    [Fact]
    public async Task Open_SecondTime_SaysWhoHasItOpen()
    {
        await using var store = OnlineRows.Open(_original);

        var error = Assert.Throws<FeatureStoreException>(() => OnlineRows.Open(_original));

        Assert.Equal(FeatureStoreErrorCode.OnlineStoreUnavailable, error.ErrorCode);
        Assert.Contains($"'{_original.Path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Catalog:DataDirectory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_AfterClosing_SaysThatItIsClosed()
    {
        var store = OnlineRows.Open(_original);
        await store.DisposeAsync();

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => store.WriteAsync([OnlineRows.Row(1, 1)], Token).AsTask());

        Assert.Equal(FeatureStoreErrorCode.OnlineStoreUnavailable, error.ErrorCode);
    }

    /// <summary>An image is taken between commits, at any point of what goes on in the background; a file that is just being deleted is tried again.</summary>
    private async Task AssertImageAsync(SortedDictionary<long, long> oracle)
    {
        using var image = new TemporaryDirectory();
        for (var taken = false; !taken;)
        {
            try
            {
                foreach (var file in Directory.EnumerateFiles(image.Path))
                {
                    File.Delete(file);
                }

                image.CopyFrom(_original.Path);
                taken = true;
            }
            catch (FileNotFoundException)
            {
            }
        }

        await using var store = OnlineRows.Open(image, segmentBytes: 1500);
        Assert.Equal(oracle, await OnlineRows.StateAsync(store));
    }

    /// <summary>Writes commits of one row each; the image then holds the files as a kill right after the last one leaves them.</summary>
    private async Task<(List<long> Ends, List<SortedDictionary<long, long>> States)> WriteOneRowCommitsAsync(int count)
    {
        var ends = new List<long>();
        var states = new List<SortedDictionary<long, long>>();
        await using var store = OnlineRows.Open(_original);
        for (var i = 0; i < count; i++)
        {
            await store.WriteAsync([OnlineRows.Row(i % 5, i + 1)], Token);
            ends.Add(store.DiskBytes);
            states.Add(await OnlineRows.StateAsync(store));
        }

        _image.CopyFrom(_original.Path);
        return (ends, states);
    }

    private static string OnlySegment(TemporaryDirectory directory) => Directory.EnumerateFiles(directory.Path, "*.seg").Single();
}

using FeatureStore.Compaction;
using FeatureStore.Ports;

namespace FeatureStore.Tests.Compaction;

public sealed class CompactionPlanTests
{
    private static readonly CompactionOptions Three = new() { FilesPerMerge = 3 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 200)];

    [Fact]
    public void Next_NoFilesOrTooFew_IsNothing()
    {
        Assert.Null(CompactionPlan.Next([], 10, Three));
        Assert.Null(CompactionPlan.Next([File(0, 10), File(10, 20)], 10, Three));
    }

    [Fact]
    public void Next_ChunkAtHand_IsLeftAlone()
    {
        Assert.Null(CompactionPlan.Next([File(0, 10), File(10, 20), File(20, 29)], 10, Three));

        Assert.Equal([File(0, 10), File(10, 20), File(20, 30)], CompactionPlan.Next([File(0, 10), File(10, 20), File(20, 30), File(30, 31)], 10, Three));
    }

    [Fact]
    public void Next_MuchWaits_BeginsWithTheHighestLevel()
    {
        OfflineFile[] files = [.. Enumerable.Range(0, 12).Select(static i => File(i * 10, (i + 1) * 10))];

        Assert.Equal(files[..9], CompactionPlan.Next(files, 10, Three));
    }

    [Fact]
    public void Next_MoreRowsThanAllowed_StaysAtTheLevelBelow()
    {
        OfflineFile[] files = [.. Enumerable.Range(0, 9).Select(static i => File(i * 10, (i + 1) * 10))];

        Assert.Equal(files[..3], CompactionPlan.Next(files, 10, new CompactionOptions { FilesPerMerge = 3, MaxRows = 50 }));
        Assert.Null(CompactionPlan.Next(files, 10, new CompactionOptions { FilesPerMerge = 3, MaxRows = 29 }));
    }

    [Fact]
    public void Next_SeveralPartitions_NeverMixesThem()
    {
        OfflineFile[] files = [.. from partition in Enumerable.Range(0, 2) from i in Enumerable.Range(0, 3) select File(i * 10, (i + 1) * 10) with { Partition = partition }];

        Assert.Equal(files[..3], CompactionPlan.Next(files, 10, Three));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Next_AnyLogInAnyStepsUnderChangingChunkSizes_EndsWithFewFilesOfTheSameRows(int seed)
    {
        var random = new Random(seed);
        var options = new CompactionOptions { FilesPerMerge = random.Next(2, 6) };
        var files = new List<OfflineFile>();
        var (end, chunk) = (0L, random.Next(1, 8));
        for (var step = 0; step < 60; step++)
        {
            chunk = random.Next(20) == 0 ? random.Next(1, 8) : chunk;
            var next = ((end / chunk) + 1) * chunk;
            files.Add(random.Next(5) == 0 ? File(end, next) with { Path = string.Empty, RowCount = 0 } : File(end, next));
            end = next;
            Merge(files, chunk, options, times: random.Next(3));
        }

        Merge(files, chunk, options, times: int.MaxValue);

        Assert.Equal(0, files[0].FirstSequence);
        Assert.Equal(end, files[^1].EndSequence);
        Assert.All(files.Zip(files.Skip(1)), static pair => Assert.Equal(pair.First.EndSequence, pair.Second.FirstSequence));
        Assert.All(Enumerable.Range(1, 8), level =>
        {
            var unit = chunk * (long)Math.Pow(options.FilesPerMerge, level);
            var complete = end / unit;
            Assert.True(files.Count(file => file.FirstSequence / unit < complete) <= complete, $"Level {level}: more than one file of {unit} sequences is left.");
        });
    }

    /// <summary>The files of a log depend on the log alone: whenever it is looked, the end is the same.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Next_AnyTimes_EndsAtTheSameFiles(int seed)
    {
        var random = new Random(seed);
        var options = new CompactionOptions { FilesPerMerge = random.Next(2, 6) };
        var (often, late) = (new List<OfflineFile>(), new List<OfflineFile>());
        for (var chunk = 0; chunk < random.Next(1, 100); chunk++)
        {
            often.Add(File(chunk * 10, (chunk + 1) * 10));
            late.Add(often[^1]);
            Merge(often, 10, options, times: random.Next(2));
        }

        Merge(often, 10, options, times: int.MaxValue);
        Merge(late, 10, options, times: int.MaxValue);

        Assert.Equal(late.Select(static file => (file.FirstSequence, file.EndSequence)), often.Select(static file => (file.FirstSequence, file.EndSequence)));
    }

    private static void Merge(List<OfflineFile> files, long chunk, CompactionOptions options, int times)
    {
        for (var i = 0; i < times && CompactionPlan.Next(files, chunk, options) is { } merge; i++)
        {
            var at = files.IndexOf(merge[0]);
            files.RemoveRange(at, merge.Count);
            files.Insert(at, File(merge[0].FirstSequence, merge[^1].EndSequence) with { RowCount = merge.Sum(static file => file.RowCount) });
        }
    }

    private static OfflineFile File(long first, long end) => new()
    {
        Path = $"{first}-{end}.parquet", Partition = 0, FirstSequence = first, EndSequence = end, RowCount = end - first, ByteCount = 100, MinEventTime = default, MaxEventTime = default,
    };
}

using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.DuckDb.Training;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Tests.Engine;

public sealed class OfflineDatabaseTests
{
    private const long Gibibyte = 1L << 30;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, 24, 1)]
    [InlineData(16, 64, 4)]
    [InlineData(64, 32, 8)]
    [InlineData(16, 2, 1)]
    public void MemoryOf_Machine_GrowsWithItsProcessorsUpToAQuarterOfItsMemory(int processors, int machine, int expected)
        => Assert.Equal(expected * Gibibyte, OfflineDatabase.MemoryOf(processors, machine * Gibibyte));

    [Theory]
    [InlineData(2, 1_024, 2)]
    [InlineData(16, 1_024, 4)]
    [InlineData(16, 4_096, 16)]
    [InlineData(8, 64, 1)]
    public void ThreadsOf_Memory_HasRoomForEach(int processors, long mebibytes, int expected)
        => Assert.Equal(expected, OfflineDatabase.ThreadsOf(processors, mebibytes << 20));

    /// <summary>With as many threads as there are processors, and the memory of four, 16 processors could not read it.</summary>
    [Theory]
    [InlineData(1_024)]
    [InlineData(4_096)]
    public void ThreadsOf_SixteenProcessors_ReadAFileOfAThousandColumns(int mebibytes)
    {
        using var folder = new TempDirectory();
        var threads = OfflineDatabase.ThreadsOf(processors: 16, (long)mebibytes << 20);
        using var database = new OfflineDatabase(Options.Create(new DuckDbOptions { RootDirectory = folder.Path, MemoryLimitMebibytes = mebibytes, Threads = threads }));
        using var connection = database.Connect();
        var columns = Sql.List(Enumerable.Range(0, 1_000).Select(static i => $"hash(range + {i}) % 100000 / 100.0 AS c{i}"));
        connection.Execute($"COPY (SELECT {columns} FROM range(70000)) TO '{folder.File("wide.parquet")}' ({TrainingSetFile.ParquetFormat(1_000)})", Token);

        using var reader = connection.Query($"SELECT * FROM '{folder.File("wide.parquet")}'", Token);
        var rows = 0;
        while (reader.ReadChunk(out var chunk))
        {
            rows += chunk.RowCount;
        }

        Assert.Equal(70_000, rows);
    }
}

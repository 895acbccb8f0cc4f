using System.Diagnostics;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Offline;

/// <summary>Kills a writing process at moments of no one's choosing and looks at what is left.</summary>
public sealed class CrashTests
{
    private const string FolderVariable = "CATALOG_CRASH_TEST_FOLDER";

    [Fact]
    public async Task WriteAsync_ProcessKilledAtAnyMoment_LeavesOnlyWholeFiles()
    {
        using var store = new TestStore();
        var random = new Random(7);
        var seen = 0;
        for (var round = 0; round < 4; round++)
        {
            await RunUntilKilledAsync(store.Root, filesToWait: random.Next(1, 5));

            foreach (var path in Directory.EnumerateFiles(store.Root, "*.parquet", SearchOption.AllDirectories))
            {
                Assert.Equal(RowCount, (await store.ReadAsync(path)).Count);
                seen++;
            }
        }

        Assert.True(seen >= 4);
    }

    /// <summary>What the killed process does. Runs only when asked for by name.</summary>
    [Fact(Explicit = true)]
    public async Task WriteAsync_InAChildProcess_GoesOnUntilKilled()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, $"{FolderVariable} is not set; the crash test sets it.");
        using var database = new FeatureStore.DuckDb.Engine.OfflineDatabase(
            Microsoft.Extensions.Options.Options.Create(new DuckDbOptions { RootDirectory = folder, Threads = 1 }));
        var files = new FeatureStore.DuckDb.Offline.ParquetOfflineFiles(database);
        var view = TestStore.View([new DataType(ScalarType.Int64)], [new DataType(ScalarType.String)]);
        var random = new Random(Environment.ProcessId);
        for (var first = 0L; ; first += RowCount)
        {
            FeatureRow[] rows =
            [
                .. Enumerable.Range(0, RowCount).Select(
                    i => new FeatureRow([Value.Of((long)i)], new Instant(i), new Instant(i), first + i, [Value.Of($"{random.NextInt64()} {random.NextInt64()}")])),
            ];
            await files.WriteAsync(view, new LogRange(Environment.ProcessId, first, first + RowCount), [], rows, TestStore.Token);
            await Console.Out.WriteLineAsync("written");
        }
    }

    private const int RowCount = 20_000;

    private static async Task RunUntilKilledAsync(string folder, int filesToWait)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(CrashTests).FullName}.{nameof(WriteAsync_InAChildProcess_GoesOnUntilKilled)}" },
            Environment = { [FolderVariable] = folder },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        for (var files = 0; files < filesToWait;)
        {
            var line = await process.StandardOutput.ReadLineAsync(TestStore.Token) ?? throw new InvalidOperationException("The child process ended by itself.");
            files += line.Contains("written", StringComparison.Ordinal) ? 1 : 0;
        }

        process.Kill();
        await process.WaitForExitAsync(TestStore.Token);
    }
}

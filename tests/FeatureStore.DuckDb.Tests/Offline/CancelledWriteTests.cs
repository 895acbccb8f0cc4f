using System.Diagnostics;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Offline;

/// <summary>Writers that are stopped at any moment: what DuckDB had begun of a file must end before its table goes, or the process dies.</summary>
public sealed class CancelledWriteTests
{
    [Fact]
    public async Task WriteAsync_CancelledAtAnyMoment_EndsAndLeavesNothing()
    {
        using var store = new TestStore();
        var view = TestStore.View([new DataType(ScalarType.Int64)], [.. Enumerable.Range(0, 20).Select(static _ => new DataType(ScalarType.String))]);
        FeatureRow[] rows =
        [
            .. Enumerable.Range(0, 4_000).Select(static i => new FeatureRow([Value.Of((long)i)], new Instant(i), new Instant(i), i, [.. Enumerable.Range(0, 20).Select(j => Value.Of($"text {i} {j}"))])),
        ];
        var random = new Random(5);
        var clock = Stopwatch.StartNew();
        await store.WriteAsync(view, rows);
        var whole = clock.Elapsed;
        var cancelled = 0;
        for (var i = 1; i <= 300; i++)
        {
            using var source = new CancellationTokenSource(whole * random.NextDouble());
            try
            {
                await store.Files.WriteAsync(view, new LogRange(0, i * 10_000L, (i * 10_000L) + rows.Length), [], rows, source.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
        }

        Assert.True(cancelled > 10, $"Only {cancelled} were cancelled.");
        Assert.DoesNotContain(await store.Files.ListAsync(TestStore.Token), static file => file.Path.EndsWith(StoredOfflineFile.PartialSuffix, StringComparison.Ordinal));
    }
}

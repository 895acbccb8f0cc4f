using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace FeatureStore.Tests.Serving;

/// <summary>Random histories against a dictionary that keeps everything.</summary>
public sealed class KeptRowsTests
{
    private const int Keys = 400;
    private const long Bytes = 1 << 20;

    private static readonly string[] Views = ["a@1", "a@2", "a@1.x"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_AfterARandomHistory_GivesTheLatestOrNothingWithinTheBytes(int seed)
    {
        var random = new Random(seed);
        var (kept, all) = (new KeptRows(Bytes), new Dictionary<(int, string), (byte[] Row, Instant ReadAt)>());
        for (var step = 0; step < 3_000; step++)
        {
            var (key, view, readAt) = (random.Next(Keys), Views[random.Next(Views.Length)], new Instant(step - random.Next(3)));
            var row = new byte[random.Next(4) == 0 ? 0 : random.Next(1, 6_000)];
            random.NextBytes(row);
            kept.Keep([Key(key)], [view], [row], readAt);
            if (!all.TryGetValue((key, view), out var earlier) || readAt >= earlier.ReadAt)
            {
                all[(key, view)] = (row, readAt);
            }
        }

        var (found, bytes, rows) = (0, 0L, new ReadOnlyMemory<byte>[1]);
        foreach (var (key, view) in all.Keys)
        {
            if (kept.Find([Key(key)], [view], rows, Instant.MinValue, out var asOf) == 0)
            {
                Assert.Equal(all[(key, view)].ReadAt, asOf);
                Assert.Equal(all[(key, view)].Row, rows[0].ToArray());
                (found, bytes) = (found + 1, bytes + rows[0].Length);
            }
        }

        Assert.InRange(found, 50, all.Count - 1);
        Assert.InRange(bytes, Bytes / 4, Bytes);
    }

    [Fact]
    public void Keep_RowGrewTooLarge_IsGoneAndTheOthersStay()
    {
        var (kept, rows) = (new KeptRows(Bytes), new ReadOnlyMemory<byte>[1]);
        for (var key = 0; key < 100; key++)
        {
            kept.Keep([Key(key)], ["a@1"], [new byte[10]], new Instant(1));
        }

        kept.Keep([Key(7)], ["a@1"], [new byte[Bytes]], new Instant(2));

        Assert.Equal([7], Enumerable.Range(0, 100).Where(key => kept.Find([Key(key)], ["a@1"], rows, Instant.MinValue, out _) > 0));
    }

    [Fact]
    public void Find_ManyKeysAndViews_PutsRowsInPlaceAndCountsWhatIsMissingOrTooOld()
    {
        var kept = new KeptRows(Bytes);
        kept.Keep([Key(1), Key(2)], ["a@1", "b@1"], [new byte[] { 11 }, new byte[] { 12 }, new byte[] { 21 }, default], new Instant(5));
        kept.Keep([Key(3)], ["b@1"], [new byte[] { 32 }], new Instant(3));
        var rows = new ReadOnlyMemory<byte>[6];

        Assert.Equal(1, kept.Find([Key(2), Key(3), Key(1)], ["b@1", "a@1"], rows, new Instant(3), out var asOf));
        Assert.Equal(new Instant(3), asOf);
        Assert.Equal([[], [21], [32], [], [12], [11]], rows.Select(static row => row.ToArray()));
        Assert.Equal(2, kept.Find([Key(2), Key(3), Key(1)], ["b@1", "a@1"], rows, new Instant(4), out asOf));
        Assert.Equal(new Instant(5), asOf);
    }

    private static EntityKey Key(int id) => EntityKey.Create([Tests.Views.Entity("id")], [Value.Of((long)id)]);
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>What is made of a training set beside its rows: parts and figures.</summary>
public sealed class TrainingSetSplitTests : IDisposable
{
    private const int Rows = 2_000;

    private readonly JoinFixture _join = new();

    public void Dispose() => _join.Dispose();

    [Fact]
    public async Task SplitAsync_ByTime_TakesEachRowOnceAndTheBoundaryInTheLaterPart()
    {
        await MakeAsync();

        var parts = await SplitAsync(new TrainingSetSplits
        {
            Kind = SplitKind.Time,
            Parts = [new("train") { Before = new Instant(100_000_000) }, new("validation") { Before = new Instant(150_000_000) }, new("test")],
        });

        Assert.Equal([1_000L, 500, 500], parts.Select(static part => (long)part.Count));
        Assert.All(parts[0], static row => Assert.True(row[1].AsInt64() < 100_000_000));
        Assert.Contains(parts[1], static row => row[1].AsInt64() == 100_000_000);
        Assert.Equal(parts[2].Count, parts[2].Count(static row => row[1].AsInt64() >= 150_000_000));
    }

    [Fact]
    public async Task SplitAsync_ByRatio_IsTheStatedHashOfSeedAndRow()
    {
        await MakeAsync();

        var parts = await SplitAsync(Ratios(SplitKind.Ratio, seed: 42));
        var again = await SplitAsync(Ratios(SplitKind.Ratio, seed: 42));
        var otherwise = await SplitAsync(Ratios(SplitKind.Ratio, seed: 43));

        Assert.Equal(Expected(static ordinal => ordinal, seed: 42), parts.Select(static part => part.ConvertAll(static row => row[2].AsInt64())));
        Assert.Equal(parts[0], again[0]);
        Assert.NotEqual(parts[0], otherwise[0]);
        Assert.InRange(parts[0].Count, 0.75 * Rows, 0.85 * Rows);
    }

    [Fact]
    public async Task SplitAsync_ByKey_KeepsTheRowsOfAKeyTogether()
    {
        await MakeAsync();

        var parts = await SplitAsync(Ratios(SplitKind.Key, seed: 7) with { Keys = ["k0"] });

        Assert.Equal(Expected(static ordinal => ordinal * 7 % 100, seed: 7), parts.Select(static part => part.ConvertAll(static row => row[2].AsInt64())));
        Assert.Empty(parts[0].Select(static row => row[0].AsInt64()).Intersect(parts[1].Select(static row => row[0].AsInt64())));
    }

    [Fact]
    public async Task SplitAsync_ByTwoKeys_JoinsTheirTextsAndTakesNullAsEmpty()
    {
        const int count = 100;
        var frame = await _join.FrameAsync("k0,t,shop\n" + string.Concat(Enumerable.Range(0, count).Select(static i => $"{i},1970-01-01T00:00:00Z,{ShopOf(i)}\n")));
        await _join.JoinAsync(frame, (JoinFixture.View, new OfflineSnapshot(JoinFixture.View.Id, 0, [])));

        var parts = await SplitAsync(Ratios(SplitKind.Key, seed: -1) with { Keys = ["k0", "shop"] });

        Assert.Equal(
            Enumerable.Range(0, count).Where(static i => HashOf(-1, $"{i}\u001f{ShopOf(i)}") < 0.8), parts[0].ConvertAll(static row => (int)row[0].AsInt64()));

        static string ShopOf(int i) => i % 3 == 0 ? string.Empty : $"shop {i % 7}";
    }

    [Fact]
    public async Task DescribeAsync_VeryManyColumns_NeedsNoMoreMemoryThanFew()
    {
        var path = _join.Store.Directory.File("wide.parquet");
        _join.Store.Execute($"COPY (SELECT {string.Join(", ", Enumerable.Range(0, 2_500).Select(static i => $"(r * {i}) % 7 AS c{i}"))} FROM range(50) AS rows(r)) TO '{path}' (FORMAT parquet)");
        var columns = await _join.ColumnsAsync(path);

        var figures = await _join.Engine.DescribeAsync(path, columns, TestStore.Token);

        Assert.Equal(columns.Select(static column => column.Name), figures.Select(static figure => figure.Name));
        Assert.Equal([1, .. Enumerable.Range(1, 2_499).Select(static i => i % 7 == 0 ? 1L : 7L)], figures.Select(static figure => figure.Distinct));
        Assert.Equal(Enumerable.Range(0, 2_500).Select(static i => i % 7 == 0 ? "0" : "6"), figures.Select(static figure => figure.Max!.ToJsonString()));
    }

    [Fact]
    public async Task DescribeAsync_Columns_CountsAndMeasuresThem()
    {
        var path = _join.Store.Directory.File("described.parquet");
        _join.Store.Execute(
            "COPY (SELECT * FROM (VALUES (1::BIGINT, 1.5::DOUBLE, 'a', [1, 2], 'xy'::BLOB, true, TIMESTAMPTZ '2026-01-01 00:00:00+00'), " +
            $"(3, 'nan'::DOUBLE, repeat('b', 300), [], NULL, false, TIMESTAMPTZ '2026-01-02 00:00:00.5+00'), (NULL, 2.5, NULL, NULL, NULL, NULL, NULL)) t(i, d, s, l, b, f, t)) TO '{path}' (FORMAT parquet)");
        var columns = await _join.Store.Tables.GetColumnsAsync(path, TestStore.Token);

        var figures = await _join.Engine.DescribeAsync(path, columns, TestStore.Token);

        Assert.Equal([(2L, 1L), (3, 0), (2, 1), (2, 1), (1, 2), (2, 1), (2, 1)], figures.Select(static column => (column.Count, column.Nulls)));
        Assert.Equal(["1", "1.5", "a", "0", "2", "false", "2026-01-01T00:00:00Z"], figures.Select(static column => column.Min?.ToString()));
        Assert.Equal(["3", "NaN", new string('b', 200) + "…", "2", "2", "true", "2026-01-02T00:00:00.500Z"], figures.Select(static column => column.Max?.ToString()));
        Assert.Equal([2, 2, null, 1, 2, null, null], figures.Select(static column => column.Mean));
        Assert.Equal([2L, 3, 2, 2, 1, 2, 2], figures.Select(static column => column.Distinct));
    }

    private static TrainingSetSplits Ratios(SplitKind kind, long seed)
        => new() { Kind = kind, Seed = seed, Parts = [new("train") { Ratio = 0.8 }, new("test") { Ratio = 0.2 }] };

    private static IEnumerable<List<long>> Expected(Func<long, long> subject, long seed)
    {
        var isTrain = Enumerable.Range(0, Rows).ToLookup(ordinal => HashOf(seed, subject(ordinal).ToString(CultureInfo.InvariantCulture)) < 0.8, static ordinal => (long)ordinal);
        return [[.. isTrain[true]], [.. isTrain[false]]];
    }

    /// <summary>The hash as the documents state it, from 0 to 1.</summary>
    private static double HashOf(long seed, string subject)
    {
        var digits = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}:{subject}"))))[..13];
        return long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / (double)(1L << 52);
    }

    /// <summary>A training set with key, time and number of the row.</summary>
    private async Task MakeAsync()
    {
        var text = new StringBuilder("k0,t,row\n");
        for (var i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i * 7 % 100},{new Instant(i * 100_000L)},{i}\n");
        }

        await _join.JoinAsync(await _join.FrameAsync(text.ToString()), (JoinFixture.View, new OfflineSnapshot(JoinFixture.View.Id, 0, [])));
    }

    private async Task<List<List<Value[]>>> SplitAsync(TrainingSetSplits splits)
    {
        string[] paths = [.. splits.Parts.Select(part => _join.Store.Directory.File($"split-{part.Name}.parquet"))];
        var counts = await _join.Engine.SplitAsync(new TrainingSplit(_join.Store.Directory.File(_join.Output), "t", splits, paths), TestStore.Token);
        var parts = new List<List<Value[]>>();
        foreach (var path in paths)
        {
            parts.Add(await _join.Store.ReadAsync(path));
        }

        Assert.Equal(counts, parts.Select(static part => (long)part.Count));
        return parts;
    }
}

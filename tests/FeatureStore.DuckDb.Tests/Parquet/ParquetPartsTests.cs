using FeatureStore.DuckDb.Parquet;
using FeatureStore.DuckDb.Tests.Support;

namespace FeatureStore.DuckDb.Tests.Parquet;

/// <summary>Parts put together are, byte by byte, the file that DuckDB writes in one go.</summary>
public sealed class ParquetPartsTests : IDisposable
{
    private const int PerGroup = 2_048;

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    /// <summary>All types of features, lists, nulls, columns with few values (which have dictionaries and Bloom filters) and with many.</summary>
    private const string Columns =
        """
        i AS few_longs, i % 7 AS longs, (i % 3 = 0) AS truths, hash(i) AS hashes, i / 7 AS doubles, (i / 7)::FLOAT AS floats, i::INTEGER AS ints, repeat('x', (i % 50)::BIGINT) AS texts,
        'v' || i AS other_texts, make_timestamptz(i * 1000003) AS times, encode('b' || i % 11) AS bytes, CASE WHEN i % 5 > 0 THEN i END AS gaps, NULL::VARCHAR AS nothing,
        range(i % 4) AS lists, [NULL, 'a', 'b' || i % 9] AS text_lists, CASE WHEN i % 6 > 0 THEN [i % 2 = 0, NULL] END AS truth_lists
        """;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, PerGroup)]
    [InlineData(2, PerGroup + 1)]
    [InlineData(3, 10 * PerGroup)]
    [InlineData(4, (17 * PerGroup) - 3)]
    [InlineData(20, 20 * PerGroup)]
    public void AppendToFirst_PartsOfWholeGroups_GiveTheFileThatIsWrittenInOneGo(int parts, int rows)
    {
        var groups = (rows + PerGroup - 1) / PerGroup;
        var whole = Write("whole", 0, rows);
        string[] paths = [.. Enumerable.Range(0, parts).Select(part => Write($"part{part}", part * groups / parts * PerGroup, Math.Min(rows, (part + 1) * groups / parts * PerGroup)))];

        ParquetParts.AppendToFirst(paths, TestStore.Token);

        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(paths[0]));
    }

    [Fact]
    public void AppendToFirst_PartThatIsNoParquet_IsInvalid()
    {
        var first = Write("first", 0, PerGroup);
        var whole = File.ReadAllBytes(Write("second", PerGroup, 2 * PerGroup));
        var footer = whole.Length - 8 - BitConverter.ToInt32(whole, whole.Length - 8);
        var second = _database.Directory.File("broken");
        foreach (var bytes in new[]
        {
            [], whole[..3], whole[..^1], [.. whole[..^8], 0xff, 0xff, 0xff, 0x7f, .. whole[^4..]], [.. whole[..footer], 0x1f, .. whole[(footer + 1)..]], [.. whole[..^8], 1, 0, 0, 0, .. whole[^4..]],
        })
        {
            File.WriteAllBytes(second, bytes);

            Assert.Throws<InvalidDataException>(() => ParquetParts.AppendToFirst([first, second], TestStore.Token));
        }
    }

    private string Write(string name, int first, int end)
    {
        var path = _database.Directory.File(name);
        _database.Connection.Execute(
            $"COPY (SELECT {Columns} FROM range({first}, {end}) r(i)) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {PerGroup})", TestStore.Token);
        return path;
    }
}

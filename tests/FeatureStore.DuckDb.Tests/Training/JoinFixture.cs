using System.Security.Cryptography;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>A store with an engine, and short ways to write history, to write frames and to read training sets.</summary>
internal sealed class JoinFixture : IDisposable
{
    internal static readonly DataType Int64 = new(ScalarType.Int64);
    internal static readonly DataType Text = new(ScalarType.String);

    private int _frames;

    internal JoinFixture(int entityRowsPerSlice = 1_000_000)
    {
        Store = new TestStore();
        Engine = new DuckDbTrainingSetEngine(Store.Database)
        {
            SweepMemoryBytes = (long)entityRowsPerSlice * FeatureStore.PointInTime.PointInTimeSweep.BytesPerEntityRow,
        };
    }

    internal TestStore Store { get; }

    internal ITrainingSetEngine Engine { get; }

    internal string Output { get; set; } = "out.parquet";

    /// <summary>A view keyed by one int64, with one int64 feature.</summary>
    internal static FeatureView View { get; } = TestStore.View([Int64], [Int64]);

    /// <summary>A row of <see cref="View"/>.</summary>
    internal static FeatureRow Row(long key, long time, long? value, long sequence, long? arrival = null) => new(
        [Value.Of(key)], new Instant(time), new Instant(arrival ?? time), sequence, [value is { } number ? Value.Of(number) : Value.Null]);

    /// <summary>Writes each list of rows as one file.</summary>
    internal async Task<OfflineSnapshot> WriteAsync(FeatureView view, params IReadOnlyList<FeatureRow>[] files)
    {
        var written = new List<OfflineFile>();
        foreach (var rows in files)
        {
            written.Add(await Store.WriteAsync(view, rows, firstSequence: written.Count * 1_000_000L));
        }

        return new OfflineSnapshot(view.Id, 1, written);
    }

    /// <summary>Merges the first files of a snapshot into one.</summary>
    internal async Task<OfflineSnapshot> MergeAsync(FeatureView view, OfflineSnapshot snapshot, int files)
    {
        OfflineFile[] merged = [.. snapshot.Files.Take(files)];
        var file = await Store.Files.MergeAsync(view, new LogRange(0, merged[0].FirstSequence, merged[^1].EndSequence), merged, TestStore.Token);
        return snapshot with { Files = [file, .. snapshot.Files.Skip(files)] };
    }

    /// <summary>Writes a frame file under a fresh name.</summary>
    internal async Task<string> FrameAsync(string text, string extension = "csv")
    {
        var path = Store.Directory.File($"frame{_frames++}.{extension}");
        await File.WriteAllTextAsync(path, text, TestStore.Token);
        return path;
    }

    /// <summary>A CSV frame with the columns k0 and t, the latter from microseconds.</summary>
    internal Task<string> FrameAsync(params IEnumerable<(long Key, long Time)> rows)
    {
        var text = new StringBuilder("k0,t\n");
        foreach (var (key, time) in rows)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{key},{new Instant(time)}\n");
        }

        return FrameAsync(text.ToString());
    }

    /// <summary>Joins a frame whose time column is t with all features of views under their own names.</summary>
    internal Task<TrainingJoinResult> JoinAsync(string frame, params (FeatureView View, OfflineSnapshot Snapshot)[] views)
        => JoinAsync(Request(frame, views));

    internal TrainingJoin Request(string frame, params (FeatureView View, OfflineSnapshot Snapshot)[] views) => new()
    {
        Frame = Frame(frame),
        TimestampColumn = "t",
        OutputPath = Store.Directory.File(Output),
        Views = [.. views.Select(static view => new TrainingJoinView(
            view.View,
            view.Snapshot,
            [.. view.View.Features.Select(static (feature, i) => (i, feature.Name))],
            [.. view.View.Entities.Select(static entity => entity.JoinKey)]))],
    };

    internal static FrameFile Frame(string path) => new(path, Path.GetFileName(path));

    internal Task<IReadOnlyList<TableColumn>> ColumnsAsync(string path) => Engine.GetFrameColumnsAsync(Frame(path), TestStore.Token);

    internal Task<TrainingJoinResult> JoinAsync(TrainingJoin join) => Engine.JoinAsync(join, null, TestStore.Token);

    internal Task<List<Value[]>> ReadOutputAsync() => Store.ReadAsync(Store.Directory.File(Output));

    /// <summary>The values of the last column, which is what most tests look at.</summary>
    internal async Task<Value[]> ReadLastColumnAsync() => [.. (await ReadOutputAsync()).Select(static row => row[^1])];

    /// <summary>SHA-256 of a file.</summary>
    internal static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, TestStore.Token));
    }

    public void Dispose() => Store.Dispose();
}

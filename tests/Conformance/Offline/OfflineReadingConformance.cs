using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Conformance.Offline;

/// <summary>What the suites about reading offline files share: an adapter with files that it reads, views and rows.</summary>
/// <typeparam name="TReader">The port.</typeparam>
public abstract class OfflineReadingConformance<TReader> : IAsyncLifetime
    where TReader : class
{
    protected static readonly DataType Int64 = new(ScalarType.Int64);
    protected static readonly DataType Text = new(ScalarType.String);
    protected static readonly DataType Double = new(ScalarType.Double);
    protected static readonly DataType Bool = new(ScalarType.Bool);

    /// <summary>Every type that a column may have.</summary>
    protected static readonly DataType[] AllTypes =
        [.. Enum.GetValues<ScalarType>().Where(static type => type != ScalarType.Invalid).SelectMany(static type => new[] { new DataType(type), new DataType(type, IsList: true) })];

    private IOfflineFiles? _files;
    private TReader? _reader;

    /// <summary>The adapter under test.</summary>
    protected TReader Reader => _reader ?? throw new InvalidOperationException("The reader is not open yet.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the adapter of this test, and what writes the files that it reads.</summary>
    protected abstract ValueTask<(IOfflineFiles Files, TReader Reader)> OpenAsync();

    public async ValueTask InitializeAsync() => (_files, _reader) = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A view whose keys are named k0, k1, ... and whose features f0, f1, ...</summary>
    protected static FeatureView View(IReadOnlyList<DataType> keys, IReadOnlyList<DataType> features, int version = 1) => new()
    {
        Name = "a view",
        Version = version,
        Domain = "shop",
        Owner = "crew",
        Source = "events",
        TimestampColumn = "at",
        Entities = [.. keys.Select(static (type, i) => new Entity { Name = $"e{i}", JoinKey = $"k{i}", Type = type, Domain = "shop", Owner = "crew" })],
        Features = [.. features.Select(static (type, i) => new Feature { Name = $"f{i}", Type = type, From = $"c{i}" })],
    };

    /// <summary>A row of the key <paramref name="key"/>; it arrives as many microseconds after the epoch as its sequence.</summary>
    protected static FeatureRow Row(long key, long time, long sequence, params Value[] values) => new([Value.Of(key)], new Instant(time), new Instant(sequence), sequence, values);

    /// <summary>Writes files, one after the other, and gives the list of them.</summary>
    protected async Task<OfflineSnapshot> WriteAsync(FeatureView view, params IReadOnlyList<FeatureRow>[] files)
    {
        var (written, end) = (new List<OfflineFile>(), 0L);
        foreach (var rows in files)
        {
            var range = new LogRange(0, end, rows.Count == 0 ? end + 1 : Math.Max(end, rows.Max(static row => row.Sequence)) + 1);
            written.Add(await (_files ?? throw new InvalidOperationException("Nothing is open yet.")).WriteAsync(view, range, [], rows, Token));
            end = range.EndSequence;
        }

        return new OfflineSnapshot(view.Id, written.Count, written);
    }

    /// <summary>A list with a file that is not there.</summary>
    protected async Task<OfflineSnapshot> WriteWithMissingFileAsync(FeatureView view, IReadOnlyList<FeatureRow> rows)
    {
        var snapshot = await WriteAsync(view, rows);
        return snapshot with { Files = [.. snapshot.Files, snapshot.Files[0] with { Path = snapshot.Files[0].Path + ".gone", FirstSequence = 1_000, EndSequence = 1_001 }] };
    }

    /// <summary>A value at the ends of its type, or null. Rows have one NaN and one zero (<c>CanonicalRows</c>), so that no other comes here.</summary>
    protected static Value Extreme(Random random, DataType type)
    {
        if (random.Next(5) == 0)
        {
            return Value.Null;
        }

        return type.IsList
            ? Value.OfList(type.Element, [.. Enumerable.Range(0, random.Next(4)).Select(_ => Extreme(random, new DataType(type.Element)))])
            : type.Element switch
            {
                ScalarType.Bool => Value.Of(random.Next(2) == 0),
                ScalarType.Int32 => Value.Of(Pick(random, int.MinValue, int.MaxValue, 0)),
                ScalarType.Int64 => Value.Of(Pick(random, long.MinValue, long.MaxValue, 0)),
                ScalarType.Float => Value.Of(Pick(random, float.NaN, 0f, float.NegativeInfinity, 0.1f)),
                ScalarType.Double => Value.Of(Pick(random, double.NaN, 0.0, double.Epsilon, double.PositiveInfinity)),
                ScalarType.String => Value.Of(Pick(random, string.Empty, "Zürich 🚌", "it's \"quoted\"", new string('x', 5_000))),
                ScalarType.Bytes => Value.Of(Pick<byte[]>(random, [], [0], [255, 0, 1])),
                _ => Value.Of(Pick(random, new Instant(-1), Instant.MinValue, Instant.MaxValue)),
            };
    }

    protected static async Task AssertCorruptAsync(Func<Task> read)
        => Assert.Equal(FeatureStoreErrorCode.CorruptData, (await Assert.ThrowsAsync<FeatureStoreException>(read)).ErrorCode);

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}

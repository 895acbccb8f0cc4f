using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.DuckDb.Tables;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Tests.Support;

/// <summary>An offline store in a folder of one test's own.</summary>
internal sealed class TestStore : IDisposable
{
    internal TestStore(int memoryLimitMebibytes = 256)
    {
        Directory = new TempDirectory();
        Root = Directory.File("offline");
        Database = new OfflineDatabase(
            Options.Create(new DuckDbOptions { RootDirectory = Root, MemoryLimitMebibytes = memoryLimitMebibytes, Threads = 4 }));
        Files = new ParquetOfflineFiles(Database);
        Tables = new ParquetTableReader(Database);
    }

    internal TempDirectory Directory { get; }

    internal string Root { get; }

    internal OfflineDatabase Database { get; }

    internal IOfflineFiles Files { get; }

    internal ITableReader Tables { get; }

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A view whose features have the given types and are named f0, f1, ...; its keys are named k0, k1, ...</summary>
    internal static FeatureView View(IEnumerable<DataType> keys, IEnumerable<DataType> features) => new()
    {
        Name = "customer engagement",
        Version = 3,
        Domain = "loyalty",
        Owner = "loyalty-team",
        Source = "events",
        TimestampColumn = "event_time",
        Entities =
        [
            .. keys.Select(static (type, i) => new Entity { Name = $"e{i}", JoinKey = $"k{i}", Type = type, Domain = "loyalty", Owner = "loyalty-team" }),
        ],
        Features = [.. features.Select(static (type, i) => new Feature { Name = $"f{i}", Type = type, From = $"c{i}" })],
    };

    /// <summary>Writes rows as one file that covers the sequences from <paramref name="firstSequence"/> on.</summary>
    internal Task<OfflineFile> WriteAsync(FeatureView view, IReadOnlyList<FeatureRow> rows, long firstSequence = 0)
        => Files.WriteAsync(view, new LogRange(0, firstSequence, firstSequence + Math.Max(1, rows.Count)), [], rows, Token);

    /// <summary>All rows of a file.</summary>
    internal async Task<List<Value[]>> ReadAsync(string path, long firstRow = 0)
    {
        var rows = new List<Value[]>();
        await foreach (var row in Tables.ReadAsync(path, firstRow, Token))
        {
            rows.Add(row);
        }

        return rows;
    }

    internal string FullPath(OfflineFile file) => Path.Combine(Root, file.Path);

    /// <summary>Runs statements with a connection of the store, for files that other programs might have written.</summary>
    internal void Execute(params ReadOnlySpan<string> statements)
    {
        using var connection = Database.Connect();
        foreach (var statement in statements)
        {
            connection.Execute(statement, Token);
        }
    }

    public void Dispose()
    {
        Database.Dispose();
        Directory.Dispose();
    }
}

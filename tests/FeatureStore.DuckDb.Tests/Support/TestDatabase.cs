using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Tests.Support;

/// <summary>A DuckDB instance and one connection for one test.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly DuckDbDatabase _database;

    internal TestDatabase(long memoryLimitBytes = 512L << 20)
    {
        Directory = new TempDirectory();
        _database = DuckDbDatabase.Open(new DuckDbSettings(memoryLimitBytes, 2, Directory.File("spill")));
        Connection = _database.Connect();
    }

    internal TempDirectory Directory { get; }

    internal DuckDbConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
        Directory.Dispose();
    }
}

using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// The tables of one join: a schema of its own, which all its connections see and nobody else uses, so that views can be joined side by side by tables of fixed names. Dispose drops all of them; all
/// connections must be closed by then. Thread-safe.
/// </summary>
internal sealed class JoinSpace : IDisposable
{
    private readonly OfflineDatabase _database;
    private readonly string _schema = $"join_{Guid.CreateVersion7():N}";

    internal JoinSpace(OfflineDatabase database)
    {
        _database = database;
        using var connection = database.Connect();
        connection.Execute($"CREATE SCHEMA {_schema}", CancellationToken.None);
    }

    /// <summary>How many threads may compute at once.</summary>
    internal int Threads => _database.Threads;

    /// <summary>Folder for what does not fit into memory.</summary>
    internal string SpillDirectory => _database.SpillDirectory;

    /// <summary>Opens a connection whose tables without a schema are those of the join.</summary>
    internal DuckDbConnection Connect()
    {
        var connection = _database.Connect();
        connection.Execute($"SET schema = '{_schema}'", CancellationToken.None);
        return connection;
    }

    /// <summary>Opens an appender to a table of the join whose columns have the given types.</summary>
    /// <param name="connection">A connection that reads nothing meanwhile.</param>
    /// <param name="table">The table.</param>
    /// <param name="types">Types of its columns.</param>
    internal DuckDbAppender Append(DuckDbConnection connection, string table, IReadOnlyList<DataType> types) => connection.AppendShared(_schema, table, types);

    public void Dispose()
    {
        using var connection = _database.Connect();
        connection.Execute($"DROP SCHEMA {_schema} CASCADE", CancellationToken.None);
    }
}

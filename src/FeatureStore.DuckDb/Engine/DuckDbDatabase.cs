using System.Globalization;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>
/// One DuckDB instance without a file of its own: it reads and writes Parquet, and keeps temporary tables in memory and in its spill folder.
/// All connections share its memory limit. Thread-safe.
/// </summary>
internal sealed class DuckDbDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;

    private DuckDbDatabase(DatabaseHandle handle) => _handle = handle;

    /// <summary>Version of the library, for example <c>v1.5.6</c>.</summary>
    internal static unsafe string LibraryVersion => DuckDbException.Text(NativeMethods.duckdb_library_version());

    /// <summary>Starts an instance.</summary>
    /// <exception cref="DuckDbException">A setting is not accepted, or the library cannot be loaded.</exception>
    internal static DuckDbDatabase Open(DuckDbSettings settings)
    {
        try
        {
            return OpenInstance(settings);
        }
        catch (DllNotFoundException exception)
        {
            throw new DuckDbException(
                DuckDbErrorType.Io,
                $"The native library of DuckDB was not found beside '{AppContext.BaseDirectory}'. Build the solution again, which fetches it from npm. ({exception.Message})");
        }
    }

    /// <summary>Opens a connection. Its temporary tables are its own.</summary>
    internal DuckDbConnection Connect()
    {
        var state = NativeMethods.duckdb_connect(_handle, out var connection);
        return state == DuckDbState.Success
            ? new DuckDbConnection(connection)
            : throw new DuckDbException(DuckDbErrorType.Invalid, "A connection to the in-process database cannot be opened.");
    }

    public void Dispose() => _handle.Dispose();

    private static unsafe DuckDbDatabase OpenInstance(DuckDbSettings settings)
    {
        _ = NativeMethods.duckdb_create_config(out var config);
        using (config)
        {
            Set(config, "memory_limit", settings.MemoryLimitBytes.ToString(CultureInfo.InvariantCulture) + "B");
            Set(config, "threads", settings.Threads.ToString(CultureInfo.InvariantCulture));
            Set(config, "temp_directory", settings.TempDirectory);

            // Everything needed is built in; nothing may be fetched from the network behind the user's back.
            Set(config, "autoinstall_known_extensions", "false");
            Set(config, "autoload_known_extensions", "false");

            var state = NativeMethods.duckdb_open_ext(":memory:", out var database, config, out var error);
            if (state == DuckDbState.Success)
            {
                return InUtc(new DuckDbDatabase(database));
            }

            var exception = DuckDbException.From(DuckDbErrorType.Invalid, error);
            NativeMethods.duckdb_free(error);
            database.Dispose();
            throw exception;
        }
    }

    /// <summary>A time without an offset is UTC, whatever zone the machine lives in.</summary>
    private static DuckDbDatabase InUtc(DuckDbDatabase database)
    {
        using var connection = database.Connect();
        connection.Execute("SET GLOBAL TimeZone = 'UTC'", CancellationToken.None);
        return database;
    }

    private static void Set(ConfigHandle config, string name, string option)
    {
        if (NativeMethods.duckdb_set_config(config, name, option) != DuckDbState.Success)
        {
            throw new DuckDbException(DuckDbErrorType.InvalidInput, $"The setting {name} = '{option}' is not accepted.");
        }
    }
}

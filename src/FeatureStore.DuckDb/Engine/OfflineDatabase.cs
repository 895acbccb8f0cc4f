using FeatureStore.DuckDb.Offline;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Engine;

/// <summary>The DuckDB instance that all parts of the offline store share, started when it is first needed. Thread-safe.</summary>
internal sealed class OfflineDatabase : IDisposable
{
    private readonly Lazy<DuckDbDatabase> _database;
    private readonly string _root;

    /// <param name="options">The settings.</param>
    /// <param name="storage">Where the offline files lie; null for the folder of the settings.</param>
    public OfflineDatabase(IOptions<DuckDbOptions> options, IOfflineStorage? storage = null)
    {
        Storage = storage ?? new LocalOfflineStorage(options);
        var settings = options.Value;
        _root = Path.GetFullPath(settings.RootDirectory);
        MemoryLimitBytes = settings.MemoryLimitMebibytes * (1L << 20);
        SpillDirectory = settings.SpillDirectory.Length == 0 ? Path.Combine(_root, ".spill") : Path.GetFullPath(settings.SpillDirectory);
        Threads = settings.Threads == 0 ? Environment.ProcessorCount : settings.Threads;
        _database = new(() => Open(new DuckDbSettings(MemoryLimitBytes, Threads, SpillDirectory)));
    }

    /// <summary>Where the offline files lie.</summary>
    internal IOfflineStorage Storage { get; }

    /// <summary>Memory above which DuckDB spills.</summary>
    internal long MemoryLimitBytes { get; }

    /// <summary>Folder for what does not fit into memory.</summary>
    internal string SpillDirectory { get; }

    /// <summary>How many threads may compute at once.</summary>
    internal int Threads { get; }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="DuckDbException">The instance cannot be started.</exception>
    internal DuckDbConnection Connect() => _database.Value.Connect();

    private DuckDbDatabase Open(DuckDbSettings settings)
    {
        Directory.CreateDirectory(_root);
        return DuckDbDatabase.Open(settings);
    }

    public void Dispose()
    {
        if (_database.IsValueCreated)
        {
            _database.Value.Dispose();
        }
    }
}

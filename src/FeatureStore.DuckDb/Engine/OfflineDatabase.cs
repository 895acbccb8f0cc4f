using FeatureStore.DuckDb.Offline;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Engine;

/// <summary>The DuckDB instance that all parts of the offline store share, started when it is first needed. Thread-safe.</summary>
internal sealed class OfflineDatabase : IDisposable
{
    private const long Mebibyte = 1L << 20;
    private const long BytesOfThread = 256 * Mebibyte;
    private const long LeastByDefault = 1_024 * Mebibyte;

    private readonly Lazy<DuckDbDatabase> _database;
    private readonly string _root;

    /// <param name="options">The settings.</param>
    /// <param name="storage">Where the offline files lie; null for the folder of the settings.</param>
    public OfflineDatabase(IOptions<DuckDbOptions> options, IOfflineStorage? storage = null)
    {
        Storage = storage ?? new LocalOfflineStorage(options);
        var settings = options.Value;
        _root = Path.GetFullPath(settings.RootDirectory);
        MemoryLimitBytes = settings.MemoryLimitMebibytes == 0
            ? MemoryOf(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            : settings.MemoryLimitMebibytes * Mebibyte;
        SpillDirectory = settings.SpillDirectory.Length == 0 ? Path.Combine(_root, ".spill") : Path.GetFullPath(settings.SpillDirectory);
        Room = new MemoryRoom(MemoryLimitBytes / 2);
        Threads = settings.Threads == 0 ? ThreadsOf(Environment.ProcessorCount, MemoryLimitBytes) : settings.Threads;
        _database = new(() => Open(new DuckDbSettings(MemoryLimitBytes, Threads, SpillDirectory)));
    }

    /// <summary>Where the offline files lie.</summary>
    internal IOfflineStorage Storage { get; }

    /// <summary>Memory above which DuckDB spills.</summary>
    internal long MemoryLimitBytes { get; }

    /// <summary>The part of it for what cannot spill.</summary>
    internal MemoryRoom Room { get; }

    /// <summary>Folder for what does not fit into memory.</summary>
    internal string SpillDirectory { get; }

    /// <summary>How many threads may compute at once.</summary>
    internal int Threads { get; }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="DuckDbException">The instance cannot be started.</exception>
    internal DuckDbConnection Connect() => _database.Value.Connect();

    /// <summary>Memory for a machine.</summary>
    internal static long MemoryOf(int processors, long bytes) => Math.Max(LeastByDefault, Math.Min(processors * BytesOfThread, bytes / 4));

    /// <summary>Threads that find room in memory.</summary>
    internal static int ThreadsOf(int processors, long memoryBytes) => (int)Math.Clamp(memoryBytes / BytesOfThread, 1, processors);

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

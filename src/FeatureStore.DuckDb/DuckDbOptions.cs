namespace FeatureStore.DuckDb;

/// <summary>Settings of the offline store, section <c>FeatureStore:DuckDb</c>.</summary>
public sealed class DuckDbOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "FeatureStore:DuckDb";

    /// <summary>
    /// Folder that holds the Parquet files of the offline store. Empty (the default) means <c>offline</c> below <c>Catalog:DataDirectory</c>.
    /// Made when it does not exist.
    /// </summary>
    public string RootDirectory { get; set; } = string.Empty;

    /// <summary>
    /// Folder for what does not fit into memory. Empty (the default) means <c>.spill</c> below <see cref="RootDirectory"/>. It should lie on a disk
    /// with room for about twice the columns being joined.
    /// </summary>
    public string SpillDirectory { get; set; } = string.Empty;

    /// <summary>
    /// Memory in MiB above which DuckDB spills; at least 64. Default 0: 256 for each processor, but no more than a quarter of what the process may use, and no less than 1024. A training set with windows
    /// holds events in up to half as much again, and the process needs about 200 MiB besides.
    /// </summary>
    public int MemoryLimitMebibytes { get; set; }

    /// <summary>
    /// Threads that DuckDB uses. Default 0: as many as the process may use, with 256 MiB of <see cref="MemoryLimitMebibytes"/> for each: a thread that reads a file of a thousand columns holds a page of each.
    /// </summary>
    public int Threads { get; set; }
}

namespace FeatureStore.DuckDb.Engine;

/// <summary>Limits of one DuckDB instance.</summary>
/// <param name="MemoryLimitBytes">Memory above which it spills.</param>
/// <param name="Threads">Threads it may use; at least 1.</param>
/// <param name="TempDirectory">Where it spills to. Made when needed and emptied by DuckDB.</param>
internal sealed record DuckDbSettings(long MemoryLimitBytes, int Threads, string TempDirectory);

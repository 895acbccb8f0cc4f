namespace FeatureStore.DuckDb.Native;

/// <summary>What most functions of the C API return (<c>duckdb_state</c>).</summary>
internal enum DuckDbState
{
    Success = 0,
    Error = 1,
}

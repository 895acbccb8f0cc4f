using FeatureStore.DuckDb.Engine;
using FeatureStore.PointInTime;

namespace FeatureStore.DuckDb.Training;

/// <summary>What a view is joined with.</summary>
/// <param name="Space">The tables of the join.</param>
/// <param name="Connection">A connection to it, for nobody else meanwhile.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Order">Its rows by the keys of the view.</param>
/// <param name="Rules">What an entity row may see.</param>
/// <param name="MemoryBytes">Memory beside DuckDB's own; texts and lists that are carried along may take as much again.</param>
internal sealed record ViewTask(JoinSpace Space, DuckDbConnection Connection, EntityFrame Frame, EntityOrder Order, PointInTimeRules Rules, long MemoryBytes);

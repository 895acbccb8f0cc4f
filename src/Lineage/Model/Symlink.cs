namespace Lineage.Model;

/// <summary>Another name of a dataset.</summary>
/// <param name="Target">The other name.</param>
/// <param name="IsTable">Whether it is the name of a table, which is preferred to a physical one.</param>
public readonly record struct Symlink(DatasetId Target, bool IsTable);

namespace FeatureStore.Embedded.Lookups;

/// <summary>One file of the lookup log; its name is the number of its first lookup.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">Number of its first lookup.</param>
/// <param name="End">One past its last.</param>
/// <param name="Bytes">How much of the file counts.</param>
/// <param name="BegunAt">When it was begun.</param>
/// <param name="WrittenAt">When it was last written to.</param>
internal sealed record LookupSegment(string Path, long First, long End, long Bytes, DateTimeOffset BegunAt, DateTimeOffset WrittenAt);

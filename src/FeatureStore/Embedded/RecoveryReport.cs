namespace FeatureStore.Embedded;

/// <summary>What opening a store found.</summary>
/// <param name="Segments">Files that were opened.</param>
/// <param name="TruncatedBytes">Bytes of a torn commit that were cut off; 0 after a clean end.</param>
internal readonly record struct RecoveryReport(int Segments, long TruncatedBytes);

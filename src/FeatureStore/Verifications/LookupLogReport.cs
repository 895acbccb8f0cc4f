namespace FeatureStore.Verifications;

/// <summary>What the lookup log of a process holds.</summary>
/// <param name="Log">Id of the process.</param>
/// <param name="First">Number of the oldest lookup kept.</param>
/// <param name="End">One past the newest number.</param>
public sealed record LookupLogReport(string Log, long First, long End);

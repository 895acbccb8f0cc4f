namespace Catalog.Core.Sharing;

/// <summary>Each process holds a lease of its own for as long as it runs, so that others know that it does.</summary>
public static class ProcessPresence
{
    private const string Prefix = "process/";

    /// <summary>Name of the lease that the process of that id holds.</summary>
    public static string LeaseOf(string processId) => Prefix + processId;

    /// <summary>Whether a lease is one of these, and not of a duty.</summary>
    public static bool Is(Lease lease) => lease.Name.StartsWith(Prefix, StringComparison.Ordinal);
}

namespace Ingestion.Changes;

/// <summary>Names under which columns are read from changes of tables. Pure.</summary>
public static class ChangeNames
{
    private const string Prefix = "change.";

    /// <summary>What tells of a change itself, in the order in which it is shown.</summary>
    public static IReadOnlyList<string> Known { get; } = ["change.op", "change.commit_time", "change.lsn", "change.transaction", "change.table"];

    /// <summary>Whether a name asks a change for something that it does not tell.</summary>
    public static bool IsUnknown(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) && !Known.Contains(name);
}

namespace Lineage.Ingest;

/// <summary>What came of several events.</summary>
/// <param name="Results">One result for each event, in the order sent.</param>
public sealed record BatchResult(IReadOnlyList<IngestResult> Results)
{
    /// <summary>Number of events kept or known before.</summary>
    public int Successful => Results.Count(static result => result.Accepted);

    /// <summary>Number of events refused. Each would be refused again.</summary>
    public int Failed => Results.Count - Successful;
}

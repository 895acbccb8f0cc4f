using Catalog.Core.Errors;

namespace Lineage.Ingest;

/// <summary>What came of one event.</summary>
/// <param name="Accepted">Whether it is kept.</param>
/// <param name="Repeated">Whether it was known before; then nothing changed.</param>
/// <param name="Findings">What is wrong with it.</param>
public sealed record IngestResult(bool Accepted, bool Repeated, IReadOnlyList<Finding> Findings)
{
    /// <summary>Why it was refused, in one line; empty when it was accepted.</summary>
    public string Reason => string.Join(
        " ",
        Findings.Where(static finding => finding.Severity == FindingSeverity.Error)
            .Select(static finding => finding.Location.Path.Length == 0 ? finding.Message : $"{finding.Location.Path}: {finding.Message}"));
}

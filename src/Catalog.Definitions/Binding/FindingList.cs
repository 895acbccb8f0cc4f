using Catalog.Core.Errors;

namespace Catalog.Definitions.Binding;

/// <summary>Collects findings. Not thread-safe.</summary>
internal sealed class FindingList
{
    // A broken generator can repeat one mistake in every line; nobody reads more than this.
    private const int Limit = 1_000;

    private readonly List<Finding> _findings = [];
    private int _beyondLimit;

    /// <summary>Whether something stops the change.</summary>
    public bool HasErrors => ErrorCount > 0;

    /// <summary>Number of findings that stop the change.</summary>
    public int ErrorCount { get; private set; }

    public void Add(Finding finding)
    {
        ErrorCount += finding.Severity == FindingSeverity.Error ? 1 : 0;
        if (_findings.Count < Limit)
        {
            _findings.Add(finding);
        }
        else
        {
            _beyondLimit++;
        }
    }

    public void Error(string rule, string message, SourceLocation location, Fix? fix = null)
        => Add(new Finding(FindingSeverity.Error, rule, message, location, fix));

    public void Warning(string rule, string message, SourceLocation location, Fix? fix = null)
        => Add(new Finding(FindingSeverity.Warning, rule, message, location, fix));

    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Add(finding);
        }
    }

    /// <summary>By file, line and column; equal findings once. Says how many were left out.</summary>
    public IReadOnlyList<Finding> ToSorted()
    {
        var sorted = _findings
            .Distinct()
            .OrderBy(static finding => finding.Location.File, StringComparer.Ordinal)
            .ThenBy(static finding => finding.Location.Line)
            .ThenBy(static finding => finding.Location.Column)
            .ToList();
        if (_beyondLimit > 0)
        {
            sorted.Add(new Finding(
                FindingSeverity.Error, DefinitionRules.TooManyFindings, $"{_beyondLimit:N0} more findings are not listed.",
                new SourceLocation(string.Empty, 0, 0, string.Empty), "Mend the ones above first."));
        }

        return sorted;
    }
}

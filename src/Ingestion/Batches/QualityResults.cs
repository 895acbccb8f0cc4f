using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Batches;

/// <summary>Tells training sets what the checks of their sources said. Thread-safe.</summary>
internal sealed class QualityResults(ISourceRegistry registry, ICheckResultStore store) : IQualityResults
{
    public async Task<IReadOnlyList<ManifestCheck>> GetLatestAsync(string source, CancellationToken cancellationToken)
    {
        var checks = new List<ManifestCheck>();
        var passed = new HashSet<string>(StringComparer.Ordinal);
        for (var name = source; name is not null && passed.Add(name); name = registry.FindSource(name)?.From)
        {
            checks.AddRange((await store.GetLatestAsync(name, cancellationToken).ConfigureAwait(false)).Select(Of));
        }

        return [.. checks.OrderBy(static check => check.Source, StringComparer.Ordinal).ThenBy(static check => check.Rule, StringComparer.Ordinal)];
    }

    private static ManifestCheck Of(CheckResult result) => new()
    {
        Source = result.Source,
        Contract = result.Contract.Length == 0 ? null : result.Contract,
        ContractVersion = result.ContractVersion.Length == 0 ? null : result.ContractVersion,
        Rule = result.Rule,
        Column = result.Column,
        Outcome = result.Outcome switch
        {
            CheckOutcome.Pass => "pass",
            CheckOutcome.Warn => "warn",
            CheckOutcome.Fail => "fail",
            CheckOutcome.Error => "error",
            _ => "skip",
        },
        Checked = result.Checked,
        Violations = result.Violations,
        Measured = result.Measured,
        At = result.At,
    };
}

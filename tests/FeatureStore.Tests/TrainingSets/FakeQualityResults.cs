using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>One check of each source.</summary>
internal sealed class FakeQualityResults : IQualityResults
{
    internal static ManifestCheck Of(string source) => new()
    {
        Source = source, Contract = "orders", ContractVersion = "1.2.0", Rule = "required:customer_id", Column = "customer_id", Outcome = "warn", Checked = 9, Violations = 1, At = new(7_000_000),
    };

    public Task<IReadOnlyList<ManifestCheck>> GetLatestAsync(string source, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ManifestCheck>>([Of(source)]);
}

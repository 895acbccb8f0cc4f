using Catalog.Core.Values;
using FeatureStore.Verifications;

namespace Catalog.Web.Queries;

/// <summary>One view in the list of proofs.</summary>
/// <param name="Name">Name of the view or on-demand view.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="Href">Its page with the proof.</param>
/// <param name="Latest">What was found last, for each version compared, the newest first; empty when nothing was compared yet.</param>
public sealed record ProofLine(string Name, string Domain, string Href, IReadOnlyList<AgreementPoint> Latest)
{
    /// <summary>What was found on each of the last 30 days with a comparison; read for the lines that are shown.</summary>
    public IReadOnlyList<AgreementDay> Days { get; init; } = [];

    /// <summary>When it was compared; null when it was not.</summary>
    public Instant? At => Latest is [var first, ..] ? first.At : null;

    /// <summary>Lookups compared.</summary>
    public long Compared => Latest.Sum(static point => point.Compared);

    /// <summary>Lookups that differ.</summary>
    public long Differences => Latest.Sum(static point => point.Differences);
}

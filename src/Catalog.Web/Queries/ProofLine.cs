using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace Catalog.Web.Queries;

/// <summary>One view in the list of proofs.</summary>
/// <param name="Name">Name of the view or on-demand view.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="Href">Its page with the proof.</param>
/// <param name="Latest">What was found last; null when nothing was compared yet.</param>
/// <param name="History">What was found in the last 30 days, oldest first.</param>
public sealed record ProofLine(string Name, string Domain, string Href, ViewAgreement? Latest, IReadOnlyList<AgreementPoint> History);

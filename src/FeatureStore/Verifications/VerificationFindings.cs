using FeatureStore.Proof;

namespace FeatureStore.Verifications;

/// <summary>What a comparison found.</summary>
/// <param name="Agreements">For each view version, by name and version.</param>
/// <param name="End">One past the last logged lookup that was looked at.</param>
/// <param name="Damaged">Numbers in the log whose lookups are damaged.</param>
internal sealed record VerificationFindings(IReadOnlyList<ViewAgreement> Agreements, long End, long Damaged)
{
    internal Verification AddTo(Verification verification) => verification with
    {
        State = VerificationState.Completed,
        End = End,
        Damaged = Damaged,
        Compared = Agreements.Sum(static agreement => agreement.Compared),
        Differences = Agreements.Sum(static agreement => agreement.Differences),
        Values = Agreements.Sum(static agreement => agreement.Values),
        NotCompared = Agreements.SelectMany(static agreement => agreement.NotCompared)
            .GroupBy(static reason => reason.Key, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Sum(static reason => reason.Value)),
    };
}

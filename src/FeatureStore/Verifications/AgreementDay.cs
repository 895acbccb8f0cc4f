namespace FeatureStore.Verifications;

/// <summary>What the verifications of a day found for one view, all of its versions together.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Day">The UTC day on which was compared.</param>
/// <param name="Compared">Lookups compared; one that several verifications looked at counts in each.</param>
/// <param name="Differences">Lookups that differ.</param>
public sealed record AgreementDay(string View, DateOnly Day, long Compared, long Differences);

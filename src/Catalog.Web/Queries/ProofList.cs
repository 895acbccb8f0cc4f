using Catalog.Core.Values;
using FeatureStore.Proof;

namespace Catalog.Web.Queries;

/// <summary>How far trained equals served, of all views.</summary>
/// <param name="Lines">Every view, those that differ first, then those compared, each by name.</param>
/// <param name="Shown">Those of the page asked for.</param>
/// <param name="Recorded">What this process logs.</param>
/// <param name="Now">Now.</param>
public sealed record ProofList(IReadOnlyList<ProofLine> Lines, IReadOnlyList<ProofLine> Shown, LookupRecorderCounts Recorded, Instant Now)
{
    /// <summary>Of no view.</summary>
    public static readonly ProofList Empty = new([], [], ProofSummary.Empty.Recorded, default);

    /// <summary>Views that were compared.</summary>
    public int Views => Lines.Count(static line => line.Latest.Count > 0);

    /// <summary>Versions of them that were compared.</summary>
    public int Versions => Lines.Sum(static line => line.Latest.Count);

    /// <summary>Lookups compared.</summary>
    public long Compared => Lines.Sum(static line => line.Compared);

    /// <summary>Lookups that differ.</summary>
    public long Differences => Lines.Sum(static line => line.Differences);

    /// <summary>When the newest comparison was made; null when there is none.</summary>
    public Instant? At => Lines.Max(static line => line.At);
}

using Catalog.Core.Values;
using FeatureStore.Proof;

namespace FeatureStore.Verifications;

/// <summary>Which logged lookups are to be compared with the offline store.</summary>
public sealed record VerificationRequest
{
    /// <summary>Names of views; empty for all.</summary>
    public IReadOnlyList<string> Views { get; init; } = [];

    /// <summary>Only lookups of this service; null for all.</summary>
    public string? Service { get; init; }

    /// <summary>Only lookups answered for this moment or later; null for no such limit.</summary>
    public Instant? From { get; init; }

    /// <summary>Only lookups answered for this moment or earlier; null for no such limit.</summary>
    public Instant? To { get; init; }

    /// <summary>Only lookups with this number in the log or a later one.</summary>
    public long First { get; init; }

    internal bool Includes(LookupShape shape) => (Views.Count == 0 || Views.Contains(shape.View.Name, StringComparer.Ordinal)) && (Service is null || shape.Service == Service);

    internal bool Includes(Instant time) => !(time < From) && !(time > To);
}

using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>What a verification found for a view version.</summary>
internal sealed class AgreementEntity
{
    public required Guid VerificationId { get; init; }

    public required string View { get; init; }

    public required int Version { get; init; }

    public required Instant At { get; init; }

    public required long Compared { get; init; }

    public required long Differences { get; init; }

    /// <summary>All that was found as JSON.</summary>
    public required string Body { get; init; }
}

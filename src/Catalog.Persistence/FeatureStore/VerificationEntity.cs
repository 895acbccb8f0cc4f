using Catalog.Core.Values;
using FeatureStore.Verifications;

namespace Catalog.Persistence.FeatureStore;

/// <summary>The record of a verification. Only what is searched by has a column of its own.</summary>
internal sealed class VerificationEntity
{
    public required Guid Id { get; init; }

    public required VerificationState State { get; set; }

    public required bool IsScheduled { get; init; }

    /// <summary>Id of the process whose log it reads; null in rows of older versions.</summary>
    public required string? Log { get; init; }

    /// <summary>One past the last logged lookup that it looked at.</summary>
    public required long End { get; set; }

    public required Instant? EndedAt { get; set; }

    /// <summary>The whole record as JSON.</summary>
    public required string Body { get; set; }

    public ICollection<AgreementEntity> Agreements { get; } = [];
}

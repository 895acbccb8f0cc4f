using FeatureStore.Model;

namespace Catalog.Persistence.FeatureStore;

/// <summary>The record of a training set. Only what is searched by has a column of its own.</summary>
internal sealed class TrainingSetEntity
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required TrainingSetState State { get; set; }

    /// <summary>The whole record as JSON.</summary>
    public required string Body { get; set; }
}

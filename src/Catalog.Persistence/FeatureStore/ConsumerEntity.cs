namespace Catalog.Persistence.FeatureStore;

/// <summary>A consumer.</summary>
internal sealed class ConsumerEntity
{
    public required string Name { get; init; }

    /// <summary>The whole consumer as JSON.</summary>
    public required string Body { get; set; }
}

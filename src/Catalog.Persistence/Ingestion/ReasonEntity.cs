namespace Catalog.Persistence.Ingestion;

/// <summary>A rule that a refused record breaks, with what is counted by beside it.</summary>
internal sealed class ReasonEntity
{
    public required long EventId { get; init; }

    public required string Rule { get; init; }
}

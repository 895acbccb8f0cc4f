using FeatureStore.Access;

namespace FeatureStore.Ports;

/// <summary>Keeps how often consumers read. Thread-safe, and shared by all processes of a catalogue. Every method throws a transient <see cref="Catalog.Core.Errors.CatalogException"/> when the catalogue does not answer.</summary>
public interface IReadCountStore
{
    /// <summary>Adds to what is kept; the later of both times stays. All of it or nothing. What is of a consumer that does not exist is passed over, since it was removed meanwhile; those of a consumer go with it.</summary>
    /// <param name="counts">Each consumer and service once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(IReadOnlyList<ReadCount> counts, CancellationToken cancellationToken);

    /// <summary>What is kept, in order of the consumers' names and then of the services', those by references first.</summary>
    /// <param name="consumer">Whose; null for those of all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<ReadCount>> ListAsync(string? consumer, CancellationToken cancellationToken);
}

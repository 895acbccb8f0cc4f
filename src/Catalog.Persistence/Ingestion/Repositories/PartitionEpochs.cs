using Catalog.Persistence.Storage;
using Ingestion.Ports;

namespace Catalog.Persistence.Ingestion.Repositories;

internal sealed class PartitionEpochs(CatalogDatabase<IngestionDbContext> database) : IPartitionEpochs
{
    public Task<long> TakeAsync(string source, int partition, string owner, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var row = await context.PartitionEpochs.FindAsync([source, partition], token).ConfigureAwait(false);
                if (row is null)
                {
                    row = new PartitionEpochEntity { Source = source, Partition = partition, Owner = owner };
                    context.PartitionEpochs.Add(row);
                }

                row.Owner = owner;
                return ++row.Epoch;
            },
            cancellationToken);
}

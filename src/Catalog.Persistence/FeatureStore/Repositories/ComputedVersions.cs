using Catalog.Core.Values;
using Catalog.Persistence.Storage;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class ComputedVersions(CatalogDatabase<FeatureStoreDbContext> database) : IComputedVersions
{
    public Task<IReadOnlyList<FeatureViewId>> ListAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<FeatureViewId>>(
            async (context, token) =>
            {
                var rows = await context.ComputedVersions.Select(static row => new { row.View, row.Version }).ToListAsync(token).ConfigureAwait(false);
                return rows.ConvertAll(static row => new FeatureViewId(row.View, row.Version));
            },
            cancellationToken);

    public Task MarkAsync(FeatureViewId view, Instant at, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (await context.ComputedVersions.FindAsync([view.Name, view.Version], token).ConfigureAwait(false) is null)
                {
                    context.ComputedVersions.Add(new ComputedVersionEntity { View = view.Name, Version = view.Version, At = at });
                }
            },
            cancellationToken);
}

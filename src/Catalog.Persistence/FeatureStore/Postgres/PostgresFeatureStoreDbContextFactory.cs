using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.FeatureStore.Postgres;

internal sealed class PostgresFeatureStoreDbContextFactory : IDesignTimeDbContextFactory<PostgresFeatureStoreDbContext>
{
    public PostgresFeatureStoreDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<PostgresFeatureStoreDbContext>().UseNpgsql("Host=design-time-only").Options);
}

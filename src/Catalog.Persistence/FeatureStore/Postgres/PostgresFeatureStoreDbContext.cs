using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Postgres;

internal sealed class PostgresFeatureStoreDbContext(DbContextOptions<PostgresFeatureStoreDbContext> options) : FeatureStoreDbContext(options);

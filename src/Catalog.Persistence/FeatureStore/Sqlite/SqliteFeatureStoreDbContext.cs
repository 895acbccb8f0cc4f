using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Sqlite;

internal sealed class SqliteFeatureStoreDbContext(DbContextOptions<SqliteFeatureStoreDbContext> options) : FeatureStoreDbContext(options);

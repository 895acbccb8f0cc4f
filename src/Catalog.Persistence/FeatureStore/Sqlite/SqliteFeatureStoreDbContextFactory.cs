using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.FeatureStore.Sqlite;

internal sealed class SqliteFeatureStoreDbContextFactory : IDesignTimeDbContextFactory<SqliteFeatureStoreDbContext>
{
    public SqliteFeatureStoreDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqliteFeatureStoreDbContext>().UseSqlite("Data Source=design.db").Options);
}

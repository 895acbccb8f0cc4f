using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Ingestion.Sqlite;

internal sealed class SqliteIngestionDbContextFactory : IDesignTimeDbContextFactory<SqliteIngestionDbContext>
{
    public SqliteIngestionDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqliteIngestionDbContext>().UseSqlite("Data Source=design.db").Options);
}

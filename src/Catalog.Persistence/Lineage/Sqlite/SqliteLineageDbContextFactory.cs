using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Lineage.Sqlite;

internal sealed class SqliteLineageDbContextFactory : IDesignTimeDbContextFactory<SqliteLineageDbContext>
{
    public SqliteLineageDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqliteLineageDbContext>().UseSqlite("Data Source=design.db").Options);
}

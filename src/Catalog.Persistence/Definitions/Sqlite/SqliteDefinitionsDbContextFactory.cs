using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Definitions.Sqlite;

internal sealed class SqliteDefinitionsDbContextFactory : IDesignTimeDbContextFactory<SqliteDefinitionsDbContext>
{
    public SqliteDefinitionsDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqliteDefinitionsDbContext>().UseSqlite("Data Source=design.db").Options);
}

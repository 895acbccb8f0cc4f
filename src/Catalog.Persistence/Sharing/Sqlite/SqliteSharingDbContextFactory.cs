using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Sharing.Sqlite;

internal sealed class SqliteSharingDbContextFactory : IDesignTimeDbContextFactory<SqliteSharingDbContext>
{
    public SqliteSharingDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqliteSharingDbContext>().UseSqlite("Data Source=design.db").Options);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Lineage.Postgres;

internal sealed class PostgresLineageDbContextFactory : IDesignTimeDbContextFactory<PostgresLineageDbContext>
{
    public PostgresLineageDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<PostgresLineageDbContext>().UseNpgsql("Host=design-time-only").Options);
}

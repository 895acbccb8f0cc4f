using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Ingestion.Postgres;

internal sealed class PostgresIngestionDbContextFactory : IDesignTimeDbContextFactory<PostgresIngestionDbContext>
{
    public PostgresIngestionDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<PostgresIngestionDbContext>().UseNpgsql("Host=design-time-only").Options);
}

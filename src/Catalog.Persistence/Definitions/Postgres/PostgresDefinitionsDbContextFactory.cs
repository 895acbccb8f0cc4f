using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Definitions.Postgres;

internal sealed class PostgresDefinitionsDbContextFactory : IDesignTimeDbContextFactory<PostgresDefinitionsDbContext>
{
    public PostgresDefinitionsDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<PostgresDefinitionsDbContext>().UseNpgsql("Host=design-time-only").Options);
}

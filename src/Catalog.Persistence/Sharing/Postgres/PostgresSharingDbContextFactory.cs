using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Sharing.Postgres;

internal sealed class PostgresSharingDbContextFactory : IDesignTimeDbContextFactory<PostgresSharingDbContext>
{
    public PostgresSharingDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<PostgresSharingDbContext>().UseNpgsql("Host=design-time-only").Options);
}

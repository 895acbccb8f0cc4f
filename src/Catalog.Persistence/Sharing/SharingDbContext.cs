using Catalog.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Sharing;

internal abstract class SharingDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public DbSet<LeaseEntity> Leases => Set<LeaseEntity>();

    public DbSet<RunClaimEntity> RunClaims => Set<RunClaimEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => ApplyConfigurations(modelBuilder, typeof(SharingDbContext));
}

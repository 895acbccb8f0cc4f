using Catalog.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage;

internal abstract class LineageDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public DbSet<EventEntity> Events => Set<EventEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => ApplyConfigurations(modelBuilder, typeof(LineageDbContext));
}

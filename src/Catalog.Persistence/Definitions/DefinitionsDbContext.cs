using Catalog.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Definitions;

internal abstract class DefinitionsDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public DbSet<RevisionEntity> Revisions => Set<RevisionEntity>();

    public DbSet<VersionEntity> Versions => Set<VersionEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => ApplyConfigurations(modelBuilder, typeof(DefinitionsDbContext));
}

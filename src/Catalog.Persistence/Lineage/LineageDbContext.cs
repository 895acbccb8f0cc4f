using Catalog.Persistence.Lineage.Entities;
using Catalog.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage;

internal abstract class LineageDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public DbSet<EventEntity> Events => Set<EventEntity>();

    public DbSet<JobEntity> Jobs => Set<JobEntity>();

    public DbSet<DatasetEntity> Datasets => Set<DatasetEntity>();

    public DbSet<SymlinkEntity> Symlinks => Set<SymlinkEntity>();

    public DbSet<RunEntity> Runs => Set<RunEntity>();

    public DbSet<RunDatasetEntity> RunDatasets => Set<RunDatasetEntity>();

    public DbSet<RunProgressEntity> RunProgress => Set<RunProgressEntity>();

    public DbSet<SchemaEntity> Schemas => Set<SchemaEntity>();

    public DbSet<EdgeEntity> Edges => Set<EdgeEntity>();

    public DbSet<DeclarationEntity> Declarations => Set<DeclarationEntity>();

    public DbSet<DeclaredEdgeEntity> DeclaredEdges => Set<DeclaredEdgeEntity>();

    public DbSet<ColumnSetEntity> ColumnSets => Set<ColumnSetEntity>();

    public DbSet<ColumnEdgeEntity> ColumnEdges => Set<ColumnEdgeEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => ApplyConfigurations(modelBuilder, typeof(LineageDbContext));
}

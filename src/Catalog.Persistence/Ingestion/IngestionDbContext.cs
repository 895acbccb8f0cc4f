using Catalog.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion;

internal abstract class IngestionDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public DbSet<OriginEntity> Origins => Set<OriginEntity>();

    public DbSet<QuarantinedEntity> Quarantined => Set<QuarantinedEntity>();

    public DbSet<ReasonEntity> Reasons => Set<ReasonEntity>();

    public DbSet<JobEntity> Jobs => Set<JobEntity>();

    public DbSet<ClaimEntity> Claims => Set<ClaimEntity>();

    public DbSet<CheckEntity> Checks => Set<CheckEntity>();

    public DbSet<PartitionEpochEntity> PartitionEpochs => Set<PartitionEpochEntity>();

    public DbSet<PumpReportEntity> PumpReports => Set<PumpReportEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => ApplyConfigurations(modelBuilder, typeof(IngestionDbContext));
}

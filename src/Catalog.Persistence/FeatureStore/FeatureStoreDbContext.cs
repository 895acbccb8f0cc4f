using Catalog.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore;

internal abstract class FeatureStoreDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public DbSet<OfflineViewEntity> OfflineViews => Set<OfflineViewEntity>();

    public DbSet<OfflineFileEntity> OfflineFiles => Set<OfflineFileEntity>();

    public DbSet<OfflineWriterEntity> OfflineWriters => Set<OfflineWriterEntity>();

    public DbSet<ReplacedFileEntity> ReplacedFiles => Set<ReplacedFileEntity>();

    public DbSet<TrainingSetEntity> TrainingSets => Set<TrainingSetEntity>();

    public DbSet<StatisticsEntity> Statistics => Set<StatisticsEntity>();

    public DbSet<VerificationEntity> Verifications => Set<VerificationEntity>();

    public DbSet<LookupLogEntity> LookupLogs => Set<LookupLogEntity>();

    public DbSet<AgreementEntity> Agreements => Set<AgreementEntity>();

    public DbSet<OneSidedKeyEntity> OneSidedKeys => Set<OneSidedKeyEntity>();

    public DbSet<ComputedVersionEntity> ComputedVersions => Set<ComputedVersionEntity>();

    public DbSet<ErasureEntity> Erasures => Set<ErasureEntity>();

    public DbSet<TombstoneEntity> Tombstones => Set<TombstoneEntity>();

    public DbSet<ErasureSaltEntity> ErasureSalts => Set<ErasureSaltEntity>();

    public DbSet<ConsumerEntity> Consumers => Set<ConsumerEntity>();

    public DbSet<ConsumerKeyEntity> ConsumerKeys => Set<ConsumerKeyEntity>();

    public DbSet<ReadCountEntity> ReadCounts => Set<ReadCountEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => ApplyConfigurations(modelBuilder, typeof(FeatureStoreDbContext));
}

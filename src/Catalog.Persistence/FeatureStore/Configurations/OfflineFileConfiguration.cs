using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class OfflineFileConfiguration : IEntityTypeConfiguration<OfflineFileEntity>
{
    public void Configure(EntityTypeBuilder<OfflineFileEntity> builder)
    {
        builder.ToTable("featurestore_offline_files");
        builder.HasKey(row => new { row.View, row.Version, row.Partition, row.FirstSequence });
    }
}

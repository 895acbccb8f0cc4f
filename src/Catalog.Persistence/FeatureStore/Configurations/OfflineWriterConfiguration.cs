using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class OfflineWriterConfiguration : IEntityTypeConfiguration<OfflineWriterEntity>
{
    public void Configure(EntityTypeBuilder<OfflineWriterEntity> builder)
    {
        builder.ToTable("featurestore_offline_writers");
        builder.HasKey(row => new { row.View, row.Version, row.Partition });
    }
}

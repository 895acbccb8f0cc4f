using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class OfflineViewConfiguration : IEntityTypeConfiguration<OfflineViewEntity>
{
    public void Configure(EntityTypeBuilder<OfflineViewEntity> builder)
    {
        builder.ToTable("featurestore_offline_views");
        builder.HasKey(row => new { row.View, row.Version });
        builder.HasMany(row => row.Files).WithOne().HasForeignKey(file => new { file.View, file.Version });
    }
}

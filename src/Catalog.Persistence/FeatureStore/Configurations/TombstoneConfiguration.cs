using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class TombstoneConfiguration : IEntityTypeConfiguration<TombstoneEntity>
{
    public void Configure(EntityTypeBuilder<TombstoneEntity> builder)
    {
        builder.ToTable("featurestore_tombstones");
        builder.HasKey(row => row.Erasure);
        builder.Property(row => row.Erasure).ValueGeneratedNever();
    }
}

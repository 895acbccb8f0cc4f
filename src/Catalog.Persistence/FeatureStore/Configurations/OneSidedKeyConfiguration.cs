using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class OneSidedKeyConfiguration : IEntityTypeConfiguration<OneSidedKeyEntity>
{
    public void Configure(EntityTypeBuilder<OneSidedKeyEntity> builder)
    {
        builder.ToTable("featurestore_one_sided_keys");
        builder.HasKey(row => new { row.View, row.Version, row.Key });
    }
}

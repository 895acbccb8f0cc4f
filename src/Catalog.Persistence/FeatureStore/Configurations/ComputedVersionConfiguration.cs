using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class ComputedVersionConfiguration : IEntityTypeConfiguration<ComputedVersionEntity>
{
    public void Configure(EntityTypeBuilder<ComputedVersionEntity> builder)
    {
        builder.ToTable("featurestore_computed_versions");
        builder.HasKey(row => new { row.View, row.Version });
    }
}

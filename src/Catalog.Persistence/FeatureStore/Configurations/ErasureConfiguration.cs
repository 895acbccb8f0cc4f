using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<ErasureEntity>
{
    public void Configure(EntityTypeBuilder<ErasureEntity> builder)
    {
        builder.ToTable("featurestore_erasures");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.State);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class ErasureSaltConfiguration : IEntityTypeConfiguration<ErasureSaltEntity>
{
    public void Configure(EntityTypeBuilder<ErasureSaltEntity> builder)
    {
        builder.ToTable("featurestore_erasure_salts");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class ConsumerConfiguration : IEntityTypeConfiguration<ConsumerEntity>
{
    public void Configure(EntityTypeBuilder<ConsumerEntity> builder)
    {
        builder.ToTable("featurestore_consumers");
        builder.HasKey(row => row.Name);
    }
}

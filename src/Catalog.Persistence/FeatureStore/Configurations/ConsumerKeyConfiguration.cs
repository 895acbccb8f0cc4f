using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class ConsumerKeyConfiguration : IEntityTypeConfiguration<ConsumerKeyEntity>
{
    public void Configure(EntityTypeBuilder<ConsumerKeyEntity> builder)
    {
        builder.ToTable("featurestore_consumer_keys");
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => row.Digest).IsUnique();

        // In the database, so that no key of a consumer removed meanwhile stays or is added.
        builder.HasOne<ConsumerEntity>().WithMany().HasForeignKey(row => row.Consumer).OnDelete(DeleteBehavior.Cascade);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class ReadCountConfiguration : IEntityTypeConfiguration<ReadCountEntity>
{
    public void Configure(EntityTypeBuilder<ReadCountEntity> builder)
    {
        builder.ToTable("featurestore_consumer_reads");
        builder.HasKey(row => new { row.Consumer, row.FeatureService });
        builder.HasOne<ConsumerEntity>().WithMany().HasForeignKey(row => row.Consumer).OnDelete(DeleteBehavior.Cascade);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class StatisticsConfiguration : IEntityTypeConfiguration<StatisticsEntity>
{
    public void Configure(EntityTypeBuilder<StatisticsEntity> builder)
    {
        builder.ToTable("featurestore_statistics");
        builder.HasKey(row => new { row.View, row.Day });
        builder.HasIndex(row => row.Day);
    }
}

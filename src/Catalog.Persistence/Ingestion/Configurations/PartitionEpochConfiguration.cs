using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Ingestion.Configurations;

internal sealed class PartitionEpochConfiguration : IEntityTypeConfiguration<PartitionEpochEntity>
{
    public void Configure(EntityTypeBuilder<PartitionEpochEntity> builder)
    {
        builder.ToTable("ingestion_partition_epochs");
        builder.HasKey(row => new { row.Source, row.Partition });
    }
}

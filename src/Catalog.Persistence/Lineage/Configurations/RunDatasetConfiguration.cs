using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class RunDatasetConfiguration : IEntityTypeConfiguration<RunDatasetEntity>
{
    public void Configure(EntityTypeBuilder<RunDatasetEntity> builder)
    {
        builder.ToTable("lineage_run_datasets");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.RunKey);
        builder.HasIndex(row => row.DatasetId);
    }
}

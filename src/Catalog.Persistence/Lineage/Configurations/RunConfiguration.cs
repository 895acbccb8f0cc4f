using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class RunConfiguration : IEntityTypeConfiguration<RunEntity>
{
    public void Configure(EntityTypeBuilder<RunEntity> builder)
    {
        builder.ToTable("lineage_runs");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.RunId);
        builder.HasIndex(row => row.SortTime);
        builder.HasIndex(row => new { row.State, row.SortTime });
        builder.HasIndex(row => new { row.JobId, row.SortTime });
    }
}

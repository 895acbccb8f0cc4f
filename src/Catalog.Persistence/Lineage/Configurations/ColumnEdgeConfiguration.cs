using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class ColumnEdgeConfiguration : IEntityTypeConfiguration<ColumnEdgeEntity>
{
    public void Configure(EntityTypeBuilder<ColumnEdgeEntity> builder)
    {
        builder.ToTable("lineage_column_edges");
        builder.HasIndex(row => row.SetId);
        builder.HasIndex(row => row.DatasetId);
        builder.HasIndex(row => row.InputId);
    }
}

using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class ColumnSetConfiguration : IEntityTypeConfiguration<ColumnSetEntity>
{
    public void Configure(EntityTypeBuilder<ColumnSetEntity> builder)
    {
        builder.ToTable("lineage_column_sets");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}

using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class SchemaConfiguration : IEntityTypeConfiguration<SchemaEntity>
{
    public void Configure(EntityTypeBuilder<SchemaEntity> builder)
    {
        builder.ToTable("lineage_schemas");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.DatasetId);
    }
}

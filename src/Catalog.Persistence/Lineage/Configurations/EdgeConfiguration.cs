using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class EdgeConfiguration : IEntityTypeConfiguration<EdgeEntity>
{
    public void Configure(EntityTypeBuilder<EdgeEntity> builder)
    {
        builder.ToTable("lineage_edges");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.FromId);
        builder.HasIndex(row => row.ToId);
    }
}

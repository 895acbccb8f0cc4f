using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class DeclaredEdgeConfiguration : IEntityTypeConfiguration<DeclaredEdgeEntity>
{
    public void Configure(EntityTypeBuilder<DeclaredEdgeEntity> builder)
    {
        builder.ToTable("lineage_declared_edges");
        builder.HasIndex(row => row.OwnerId);
        builder.HasIndex(row => row.FromId);
        builder.HasIndex(row => row.ToId);
    }
}

using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class SymlinkConfiguration : IEntityTypeConfiguration<SymlinkEntity>
{
    public void Configure(EntityTypeBuilder<SymlinkEntity> builder)
    {
        builder.ToTable("lineage_symlinks");
        builder.HasIndex(row => row.DatasetId);
    }
}

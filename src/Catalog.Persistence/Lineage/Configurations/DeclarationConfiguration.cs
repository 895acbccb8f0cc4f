using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class DeclarationConfiguration : IEntityTypeConfiguration<DeclarationEntity>
{
    public void Configure(EntityTypeBuilder<DeclarationEntity> builder)
    {
        builder.ToTable("lineage_declarations");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}

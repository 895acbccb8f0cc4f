using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Ingestion.Configurations;

internal sealed class OriginConfiguration : IEntityTypeConfiguration<OriginEntity>
{
    public void Configure(EntityTypeBuilder<OriginEntity> builder)
    {
        builder.ToTable("ingestion_origins");
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.Source, row.Fingerprint }).IsUnique();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Ingestion.Configurations;

internal sealed class ClaimConfiguration : IEntityTypeConfiguration<ClaimEntity>
{
    public void Configure(EntityTypeBuilder<ClaimEntity> builder)
    {
        builder.ToTable("ingestion_claims");
        builder.HasKey(row => row.Hash);
        builder.Property(row => row.Hash).ValueGeneratedNever();
        builder.HasIndex(row => new { row.Source, row.Fingerprint, row.RecordNumber });
    }
}

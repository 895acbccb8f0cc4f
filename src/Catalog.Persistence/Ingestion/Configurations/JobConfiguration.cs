using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Ingestion.Configurations;

internal sealed class JobConfiguration : IEntityTypeConfiguration<JobEntity>
{
    public void Configure(EntityTypeBuilder<JobEntity> builder)
    {
        builder.ToTable("ingestion_jobs");
        builder.HasKey(row => row.RunId);
        builder.Property(row => row.RunId).ValueGeneratedNever();
        builder.HasIndex(row => new { row.Subject, row.CreatedAt });
        builder.HasIndex(row => new { row.HasEnded, row.CreatedAt });
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Ingestion.Configurations;

internal sealed class CheckConfiguration : IEntityTypeConfiguration<CheckEntity>
{
    public void Configure(EntityTypeBuilder<CheckEntity> builder)
    {
        builder.ToTable("ingestion_checks");
        builder.HasKey(row => new { row.RunId, row.Source, row.Rule });
        builder.HasIndex(row => new { row.Source, row.At });
    }
}

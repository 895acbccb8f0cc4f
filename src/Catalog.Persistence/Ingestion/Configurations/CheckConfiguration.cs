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

        // Covers the search for the newest result of each rule.
        builder.HasIndex(row => new { row.Source, row.Rule, row.Outcome, row.At });
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Ingestion.Configurations;

internal sealed class PumpReportConfiguration : IEntityTypeConfiguration<PumpReportEntity>
{
    public void Configure(EntityTypeBuilder<PumpReportEntity> builder)
    {
        builder.ToTable("ingestion_pump_reports");
        builder.HasKey(row => new { row.Subject, row.Partition });
    }
}

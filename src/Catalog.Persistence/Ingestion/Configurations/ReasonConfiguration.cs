using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Ingestion.Configurations;

internal sealed class ReasonConfiguration : IEntityTypeConfiguration<ReasonEntity>
{
    public void Configure(EntityTypeBuilder<ReasonEntity> builder)
    {
        builder.ToTable("ingestion_reasons");
        builder.HasKey(row => new { row.EventId, row.Rule });
        builder.HasIndex(row => row.Rule);
        builder.HasOne<QuarantinedEntity>().WithMany().HasForeignKey(row => row.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}

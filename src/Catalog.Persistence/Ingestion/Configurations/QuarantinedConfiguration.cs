using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Ingestion.Configurations;

internal sealed class QuarantinedConfiguration : IEntityTypeConfiguration<QuarantinedEntity>
{
    public void Configure(EntityTypeBuilder<QuarantinedEntity> builder)
    {
        builder.ToTable("ingestion_quarantine");
        builder.HasKey(row => row.Id);
        builder.HasIndex(row => new { row.OriginId, row.RecordNumber }).IsUnique();
        builder.HasIndex(row => new { row.Source, row.State, row.Id });

        // Pages and exports of a source whatever the state; by the index above they would have to be sorted each time.
        builder.HasIndex(row => new { row.Source, row.Id });
        builder.Property(row => row.State).HasConversion<string>();
        builder.HasOne<OriginEntity>().WithMany().HasForeignKey(row => row.OriginId).OnDelete(DeleteBehavior.Restrict);
    }
}

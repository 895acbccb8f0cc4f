using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class EventConfiguration : IEntityTypeConfiguration<EventEntity>
{
    public void Configure(EntityTypeBuilder<EventEntity> builder)
    {
        builder.ToTable("lineage_events");
        builder.HasKey(row => row.Sequence);
        builder.HasIndex(row => row.Hash).IsUnique();
        builder.HasIndex(row => row.EventTime);
        builder.HasIndex(row => row.RunId);
    }
}

using Catalog.Persistence.Lineage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Lineage.Configurations;

internal sealed class RunProgressConfiguration : IEntityTypeConfiguration<RunProgressEntity>
{
    public void Configure(EntityTypeBuilder<RunProgressEntity> builder)
    {
        builder.ToTable("lineage_run_progress");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}

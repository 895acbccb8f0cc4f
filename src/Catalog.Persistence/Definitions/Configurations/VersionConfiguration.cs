using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Definitions.Configurations;

internal sealed class VersionConfiguration : IEntityTypeConfiguration<VersionEntity>
{
    public void Configure(EntityTypeBuilder<VersionEntity> builder)
    {
        builder.ToTable("definitions_versions");
        builder.HasKey(row => new { row.Kind, row.Name, row.Number });
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Name).HasMaxLength(100);
        builder.HasIndex(row => new { row.Kind, row.Name, row.ModelVersion, row.Number });
    }
}

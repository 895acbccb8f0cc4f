using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class ReplacedFileConfiguration : IEntityTypeConfiguration<ReplacedFileEntity>
{
    public void Configure(EntityTypeBuilder<ReplacedFileEntity> builder)
    {
        builder.ToTable("featurestore_replaced_files");
        builder.HasKey(row => row.Path);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class LookupLogConfiguration : IEntityTypeConfiguration<LookupLogEntity>
{
    public void Configure(EntityTypeBuilder<LookupLogEntity> builder)
    {
        builder.ToTable("featurestore_lookup_logs");
        builder.HasKey(row => row.Log);
    }
}

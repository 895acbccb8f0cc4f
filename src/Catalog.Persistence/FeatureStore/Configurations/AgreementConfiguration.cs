using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class AgreementConfiguration : IEntityTypeConfiguration<AgreementEntity>
{
    public void Configure(EntityTypeBuilder<AgreementEntity> builder)
    {
        builder.ToTable("featurestore_agreements");
        builder.HasKey(row => new { row.VerificationId, row.View, row.Version });
        builder.HasIndex(row => new { row.View, row.At });
    }
}

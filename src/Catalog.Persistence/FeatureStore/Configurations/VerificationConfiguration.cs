using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class VerificationConfiguration : IEntityTypeConfiguration<VerificationEntity>
{
    public void Configure(EntityTypeBuilder<VerificationEntity> builder)
    {
        builder.ToTable("featurestore_verifications");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.State);
        builder.HasMany(row => row.Agreements).WithOne().HasForeignKey(row => row.VerificationId).OnDelete(DeleteBehavior.Cascade);
    }
}

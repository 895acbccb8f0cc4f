using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.Sharing.Configurations;

internal sealed class RunClaimConfiguration : IEntityTypeConfiguration<RunClaimEntity>
{
    public void Configure(EntityTypeBuilder<RunClaimEntity> builder)
    {
        builder.ToTable("sharing_run_claims");
        builder.HasKey(row => row.RunId);
        builder.Property(row => row.RunId).ValueGeneratedNever();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Catalog.Persistence.FeatureStore.Configurations;

internal sealed class TrainingSetConfiguration : IEntityTypeConfiguration<TrainingSetEntity>
{
    public void Configure(EntityTypeBuilder<TrainingSetEntity> builder)
    {
        builder.ToTable("featurestore_training_sets");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.Name);
        builder.HasIndex(row => row.State);
        builder.Property(row => row.State).HasConversion<string>();
    }
}

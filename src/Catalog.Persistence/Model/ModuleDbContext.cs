using Catalog.Core.Values;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Model;

/// <summary>
/// Base of every module's context. A module keeps its tables apart by the prefix <c>{module}_</c> and has its own migration history;
/// no context reads another module's tables.
/// </summary>
internal abstract class ModuleDbContext(DbContextOptions options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Conventions.Add(static _ => new SnakeCaseConvention());
        if (Database.IsNpgsql())
        {
            // SQLite compares text byte by byte; with the server's locale the same page of a list would come in another order.
            configurationBuilder.Properties<string>().UseCollation("C");
        }
        else
        {
            configurationBuilder.Properties<Guid>().HaveConversion<GuidConverter>();
        }
    }

    /// <summary>Applies the configurations that stand in the <c>Configurations</c> folder beside the module's context.</summary>
    protected static void ApplyConfigurations(ModelBuilder modelBuilder, Type moduleContext)
        => modelBuilder.ApplyConfigurationsFromAssembly(
            moduleContext.Assembly,
            type => type.Namespace == moduleContext.Namespace + ".Configurations");
}

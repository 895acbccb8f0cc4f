using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Catalog.Persistence.Storage;

/// <summary>The model of a context type, built once in a process: it follows from the type and the engine, and not from where the database is. Thread-safe.</summary>
internal static class ContextModel<TContext>
    where TContext : DbContext
{
    private static readonly Lazy<IModel> Model = new(Build);

    internal static IModel Value => Model.Value;

    private static IModel Build()
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        _ = typeof(TContext).Namespace!.EndsWith(nameof(PersistenceKind.Postgres), StringComparison.Ordinal) ? builder.UseNpgsql() : builder.UseSqlite();
        using var context = (TContext)Activator.CreateInstance(typeof(TContext), builder.Options)!; // A context type has the one constructor that takes its options.
        return context.Model;
    }
}

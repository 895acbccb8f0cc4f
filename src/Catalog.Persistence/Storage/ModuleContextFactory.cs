using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Catalog.Persistence.Storage;

/// <summary>Hands out pooled contexts of one engine under the type that the repositories know.</summary>
internal sealed class ModuleContextFactory<TContext, TConcrete>(DbContextOptions<TConcrete> options) : IDbContextFactory<TContext>
    where TContext : DbContext
    where TConcrete : TContext
{
    private readonly PooledDbContextFactory<TConcrete> _pool = new(options);

    public TContext CreateDbContext() => _pool.CreateDbContext();

    public async Task<TContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
        => await _pool.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
}

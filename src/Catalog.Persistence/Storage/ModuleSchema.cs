using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Storage;

internal sealed class ModuleSchema<TContext>(string module, IDbContextFactory<TContext> contexts) : IModuleSchema
    where TContext : DbContext
{
    public string Module => module;

    public async Task<DbContext> CreateContextAsync(CancellationToken cancellationToken)
        => await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
}

using Catalog.Persistence.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Persistence.Tests.Testing;

internal static class ServiceProviderDatabases
{
    public static CatalogDatabase<TContext> GetDatabase<TContext>(this IServiceProvider services)
        where TContext : DbContext
        => services.GetRequiredService<CatalogDatabase<TContext>>();
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Catalog.Persistence.Tests.Testing;

/// <summary>A migrated database of its own for one test, with the services that the product registers.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    private ServiceProvider? _services;

    public IServiceProvider Services => _services ?? throw new InvalidOperationException("The database is not open.");

    /// <summary>What was logged as a warning or worse since the database was made.</summary>
    public ErrorLog Log { get; } = new();

    /// <summary>Settings under <c>Catalog:</c> that lead to this database.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    public T Get<T>()
        where T : notnull
        => Services.GetRequiredService<T>();

    /// <summary>Registers and migrates as a new process would. The caller disposes the result.</summary>
    public Task<ServiceProvider> OpenAnotherAsync() => OpenAsync(Settings);

    public static async Task<ServiceProvider> OpenAsync(IReadOnlyDictionary<string, string?> settings, ErrorLog? log = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log ?? new ErrorLog())).AddCatalogPersistence(configuration).BuildServiceProvider();
        await services.GetRequiredService<ICatalogMigrator>().MigrateAsync(CancellationToken.None);
        return services;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await DropAsync();
    }

    protected async Task OpenAsync() => _services = await OpenAsync(Settings, Log);

    protected abstract Task DropAsync();
}

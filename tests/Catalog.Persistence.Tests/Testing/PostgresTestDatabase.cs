namespace Catalog.Persistence.Tests.Testing;

/// <summary>The services of persistence on a <see cref="PostgresDatabase"/>; the test is skipped where there is no server.</summary>
internal sealed class PostgresTestDatabase : TestDatabase
{
    private readonly PostgresDatabase _database;

    private PostgresTestDatabase(PostgresDatabase database) => _database = database;

    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Catalog:Persistence:Kind"] = "Postgres",
        ["Catalog:Persistence:ConnectionString"] = _database.ConnectionString,
    };

    public static async Task<PostgresTestDatabase> CreateAsync()
    {
        var database = new PostgresTestDatabase(PostgresDatabase.Require());
        await database.OpenAsync();
        return database;
    }

    /// <summary>Cuts all connections, and lets nobody in for a while.</summary>
    public Task CutAsync(TimeSpan time) => _database.CutAsync(time, TestContext.Current.CancellationToken);

    protected override Task DropAsync() => _database.DisposeAsync().AsTask();
}

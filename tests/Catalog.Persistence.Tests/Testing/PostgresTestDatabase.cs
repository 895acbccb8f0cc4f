using Npgsql;

namespace Catalog.Persistence.Tests.Testing;

/// <summary>A database of its own on the server that <c>CATALOG_TEST_POSTGRES</c> names; the test is skipped where there is none.</summary>
internal sealed class PostgresTestDatabase : TestDatabase
{
    public const string Variable = "CATALOG_TEST_POSTGRES";

    private readonly string _server;
    private readonly string _name = $"catalog_test_{Guid.NewGuid():N}";

    private PostgresTestDatabase(string server) => _server = server;

    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Catalog:Persistence:Kind"] = "Postgres",
        ["Catalog:Persistence:ConnectionString"] = ConnectionString,
    };

    private string ConnectionString
        => new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 20 }.ConnectionString;

    public static async Task<PostgresTestDatabase> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"{Variable} holds no connection string of a PostgreSQL server.");
        var database = new PostgresTestDatabase(server!);
        await database.OpenAsync();
        return database;
    }

    protected override async Task DropAsync()
    {
        await using (var pool = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"DROP DATABASE IF EXISTS \"{_name}\" WITH (FORCE)";
        await command.ExecuteNonQueryAsync();
    }
}

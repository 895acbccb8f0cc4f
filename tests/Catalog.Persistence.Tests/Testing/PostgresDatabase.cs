using Npgsql;

namespace Catalog.Persistence.Tests.Testing;

/// <summary>A database of its own on the server that <c>CATALOG_TEST_POSTGRES</c> names. Whoever migrates it first makes it.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const string Variable = "CATALOG_TEST_POSTGRES";

    private readonly string _server;
    private readonly string _name = $"catalog_test_{Guid.NewGuid():N}";

    private PostgresDatabase(string server) => _server = server;

    internal string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 20 }.ConnectionString;

    /// <summary>Skips the test where there is no server.</summary>
    internal static PostgresDatabase Require()
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"{Variable} holds no connection string of a PostgreSQL server.");
        return new PostgresDatabase(server!);
    }

    /// <summary>Makes it, as an administrator does who prepares it.</summary>
    internal async Task MakeAsync()
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync(CancellationToken.None);
        await ExecuteAsync(connection, $"CREATE DATABASE \"{_name}\"");
    }

    /// <summary>Cuts all connections to the database, and lets nobody in for a while. Does nothing while nobody has made it.</summary>
    internal async Task CutAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync(cancellationToken);
        if (await ExecuteAsync(connection, $"SELECT count(*) FROM pg_database WHERE datname = '{_name}'") is not 1L)
        {
            return;
        }

        await ExecuteAsync(connection, $"ALTER DATABASE \"{_name}\" ALLOW_CONNECTIONS false");
        await ExecuteAsync(connection, $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{_name}'");
        await Task.Delay(time, CancellationToken.None);
        await ExecuteAsync(connection, $"ALTER DATABASE \"{_name}\" ALLOW_CONNECTIONS true");
    }

    public async ValueTask DisposeAsync()
    {
        await using (var pool = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync(CancellationToken.None);
        await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS \"{_name}\" WITH (FORCE)");
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(CancellationToken.None);
    }
}

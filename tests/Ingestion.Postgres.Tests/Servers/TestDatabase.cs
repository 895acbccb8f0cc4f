using Ingestion.Model;
using Ingestion.Postgres.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ingestion.Postgres.Tests.Servers;

/// <summary>A database of a test.</summary>
internal sealed class TestDatabase(PostgresServer server, string name)
{
    internal const string Connection = "shop";

    internal PostgresServer Server => server;

    internal string Name => name;

    internal string ConnectionString => server.ConnectionOf(name);

    internal async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    internal async Task<T> OneAsync<T>(string sql) => (await ListAsync(sql, static reader => reader.GetFieldValue<T>(0))).Single();

    internal PostgresCaptures Open(string? connectionString = null)
    {
        var options = new PostgresConnectionsOptions();
        options.Connections[Connection] = new PostgresConnection { ConnectionString = connectionString ?? ConnectionString };
        return new PostgresCaptures(Options.Create(options));
    }

    /// <summary>A slot is of the whole server, so its name has that of the database in it.</summary>
    internal SourceCapture Capture(string table, CaptureSnapshot snapshot = CaptureSnapshot.Initial, string? slot = null)
    {
        var named = slot ?? $"catalog_{name}_{table.Replace('.', '_').ToLowerInvariant()}";
        return new SourceCapture { Connection = Connection, Table = table, Slot = named, Publication = named, Snapshot = snapshot };
    }
}

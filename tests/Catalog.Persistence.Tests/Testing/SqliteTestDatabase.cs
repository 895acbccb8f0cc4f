using Microsoft.Data.Sqlite;

namespace Catalog.Persistence.Tests.Testing;

internal sealed class SqliteTestDatabase : TestDatabase
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("catalog-persistence-").FullName;

    public string File => Path.Combine(Folder, PersistenceOptions.SqliteFileName);

    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Catalog:DataDirectory"] = Folder };

    public static async Task<SqliteTestDatabase> CreateAsync()
    {
        var database = new SqliteTestDatabase();
        await database.OpenAsync();
        return database;
    }

    /// <summary>Runs a statement over a connection of its own, as another program would.</summary>
    public static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    protected override Task DropAsync()
    {
        // Only the pool of this file: other tests run beside.
        using var connection = new SqliteConnection($"Data Source={File};Foreign Keys=True;Default Timeout=30");
        SqliteConnection.ClearPool(connection);
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Catalog.Persistence;

internal sealed class PersistenceOptionsValidator : IValidateOptions<PersistenceOptions>
{
    private static readonly TimeSpan ShortestBusyTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBusyTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, PersistenceOptions options)
    {
        var failures = new List<string>();
        switch (options.Kind)
        {
            case PersistenceKind.Sqlite:
                ValidateSqlite(options, failures);
                break;
            case PersistenceKind.Postgres:
                ValidatePostgres(options, failures);
                break;
            default:
                failures.Add($"Catalog:Persistence:Kind is '{options.Kind}'; legal values are Sqlite and Postgres.");
                break;
        }

        if (options.BusyTimeout < ShortestBusyTimeout || options.BusyTimeout > LongestBusyTimeout)
        {
            failures.Add($"Catalog:Persistence:BusyTimeout is '{options.BusyTimeout}'; it must lie between {ShortestBusyTimeout} and {LongestBusyTimeout}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void ValidateSqlite(PersistenceOptions options, List<string> failures)
    {
        if (options.ConnectionString.Length == 0)
        {
            if (options.DataDirectory.Length == 0)
            {
                failures.Add($"Catalog:Persistence:ConnectionString is empty and so is {PersistenceOptions.DataDirectoryKey}; set one of them.");
            }

            return;
        }

        var parsed = Parse<SqliteConnectionStringBuilder>(options.ConnectionString, failures);
        if (parsed is not null && (parsed.Mode == SqliteOpenMode.Memory || parsed.DataSource is "" or ":memory:"))
        {
            failures.Add(
                $"Catalog:Persistence:ConnectionString names the data source '{parsed.DataSource}', which is no file; " +
                "write 'Data Source=/path/catalog.db' (each connection to a database in memory would see its own).");
        }
    }

    private static void ValidatePostgres(PersistenceOptions options, List<string> failures)
    {
        var parsed = Parse<NpgsqlConnectionStringBuilder>(options.ConnectionString, failures);
        if (parsed is not null && string.IsNullOrEmpty(parsed.Host))
        {
            failures.Add(
                "Catalog:Persistence:ConnectionString names no host; with Kind=Postgres write " +
                "'Host=...;Database=...;Username=...;Password=...'.");
        }
    }

    private static TBuilder? Parse<TBuilder>(string connectionString, List<string> failures)
        where TBuilder : DbConnectionStringBuilder, new()
    {
        try
        {
            return new TBuilder { ConnectionString = connectionString };
        }
        catch (ArgumentException exception)
        {
            // The text itself may hold a password, so only the parser's complaint is shown.
            failures.Add($"Catalog:Persistence:ConnectionString cannot be read: {exception.Message}");
            return null;
        }
    }
}

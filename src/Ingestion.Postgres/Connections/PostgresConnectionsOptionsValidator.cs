using System.Buffers;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ingestion.Postgres.Connections;

/// <summary>Reports every illegal setting of every connection at once, with its key and the legal values, and nothing that is secret.</summary>
internal sealed class PostgresConnectionsOptionsValidator : IValidateOptions<PostgresConnectionsOptions>
{
    private const int MaxNameLength = 100;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    public ValidateOptionsResult Validate(string? name, PostgresConnectionsOptions options)
    {
        var failures = options.Connections.OrderBy(static pair => pair.Key, StringComparer.Ordinal).SelectMany(static pair => ProblemsOf(pair.Key, pair.Value)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> ProblemsOf(string name, PostgresConnection connection)
    {
        var key = $"{PostgresConnectionsOptions.Section}:{nameof(PostgresConnectionsOptions.Connections)}:{name}";
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            yield return $"{key} names a connection \"{name}\"; use 1 to {MaxNameLength} of the characters a-z, 0-9, '-' and '_'.";
        }

        var setting = $"{key}:{nameof(connection.ConnectionString)}";
        if (string.IsNullOrWhiteSpace(connection.ConnectionString))
        {
            yield return $"{setting} is not set. Write 'Host=...;Database=...;Username=...;Password=...'.";
            yield break;
        }

        if (TryParse(connection.ConnectionString) is not { } parsed)
        {
            // What the parser says may hold a part of the text.
            yield return $"{setting} is no connection string. Write 'Host=...;Database=...;Username=...;Password=...', with the keywords of Npgsql.";
        }
        else if (string.IsNullOrWhiteSpace(parsed.Host) || string.IsNullOrWhiteSpace(parsed.Database) || parsed.Host.Contains(',', StringComparison.Ordinal))
        {
            yield return $"{setting} must name one 'Host' and a 'Database'.";
        }
    }

    private static NpgsqlConnectionStringBuilder? TryParse(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

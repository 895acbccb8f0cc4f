using System.Buffers;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka.Topics;

/// <summary>Reports every illegal setting of every connection at once, with its key and the legal values.</summary>
internal sealed class KafkaConnectionsOptionsValidator : IValidateOptions<KafkaConnectionsOptions>
{
    private const int MaxNameLength = 100;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, KafkaConnectionsOptions options)
    {
        var failures = options.Connections.OrderBy(static pair => pair.Key, StringComparer.Ordinal).SelectMany(static pair => ProblemsOf(pair.Key, pair.Value)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> ProblemsOf(string name, KafkaConnection connection)
    {
        var key = KafkaConnectionsOptions.KeyOf(name);
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            yield return $"{key} names a connection \"{name}\"; use 1 to {MaxNameLength} of the characters a-z, 0-9, '-' and '_'.";
        }

        if (connection.Timeout < ShortestTimeout || connection.Timeout > LongestTimeout)
        {
            yield return $"{key}:{nameof(connection.Timeout)} is \"{connection.Timeout}\"; it must be from {ShortestTimeout} to {LongestTimeout}.";
        }

        foreach (var problem in ClientSettings.ProblemsOf($"{key}:{nameof(connection.BootstrapServers)}", connection.BootstrapServers, $"{key}:{nameof(connection.Client)}", connection.Client, "reading topics")
            .Concat(connection.SchemaRegistry.ProblemsOf($"{key}:{nameof(connection.SchemaRegistry)}")))
        {
            yield return problem;
        }
    }
}

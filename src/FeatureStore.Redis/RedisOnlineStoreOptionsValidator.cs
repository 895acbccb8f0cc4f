using System.Buffers;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace FeatureStore.Redis;

/// <summary>Checks the settings when the host starts.</summary>
internal sealed class RedisOnlineStoreOptionsValidator : IValidateOptions<RedisOnlineStoreOptions>
{
    private const string Section = RedisOnlineStoreOptions.Section;

    private static readonly SearchValues<char> ProjectCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestExpiry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, RedisOnlineStoreOptions options)
    {
        var failures = new List<string>();
        if (ProblemOf(options.ConnectionString) is { } problem)
        {
            failures.Add($"{Section}:ConnectionString {problem} Write 'host:port', several divided by commas, then options such as 'password=...,ssl=true'.");
        }

        if (options.Project.Length is 0 or > 64 || options.Project.AsSpan().ContainsAnyExcept(ProjectCharacters))
        {
            failures.Add($"{Section}:Project is '{options.Project}'; use 1 to 64 of the characters a-z, A-Z, 0-9, '-' and '_'.");
        }

        if (options.Timeout < ShortestTimeout || options.Timeout > LongestTimeout)
        {
            failures.Add($"{Section}:Timeout is '{options.Timeout}'; it must be from {ShortestTimeout} to {LongestTimeout}.");
        }

        if (options.ExpireAfter != TimeSpan.Zero && (options.ExpireAfter < ShortestExpiry || options.ExpireAfter > LongestExpiry))
        {
            failures.Add($"{Section}:ExpireAfter is '{options.ExpireAfter}'; it must be 0 for never, or from {ShortestExpiry} to {LongestExpiry}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // Never shows the text itself, which may hold a password.
    private static string? ProblemOf(string connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
        {
            return "is not set, and FeatureStore:OnlineStore:Kind is Redis or FeastRedis.";
        }

        try
        {
            return ConfigurationOptions.Parse(connection).EndPoints.Count == 0 ? "names no server." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return "cannot be read.";
        }
    }
}

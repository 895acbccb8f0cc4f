using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Ingestion.Pushes;

/// <summary>The idempotency keys that are being pushed right now. Thread-safe.</summary>
internal sealed partial class PushKeys
{
    private readonly ConcurrentDictionary<(string Source, string Key), bool> _active = new();

    /// <summary>Refuses a key that could not be stored or shown.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidPush"/>.</exception>
    internal static void Check(string? key)
    {
        if (key is not null && !Legal().IsMatch(key))
        {
            throw new IngestionException(
                IngestionErrorCode.InvalidPush, $"The idempotency key '{key}' cannot be used. Give 1 to 200 visible ASCII characters, or leave it out.");
        }
    }

    /// <summary>Takes the key until the result is disposed.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.AlreadyRunning"/>.</exception>
    internal IDisposable Enter(string source, string? key)
    {
        if (key is not null && !_active.TryAdd((source, key), true))
        {
            throw new IngestionException(
                IngestionErrorCode.AlreadyRunning, $"A push with the idempotency key '{key}' into source '{source}' is under way. Ask again with the same key for its answer.");
        }

        return new Turn(this, source, key);
    }

    [GeneratedRegex("^[!-~]{1,200}\\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Legal();

    private sealed class Turn(PushKeys keys, string source, string? key) : IDisposable
    {
        public void Dispose()
        {
            if (key is not null)
            {
                keys._active.TryRemove((source, key), out _);
            }
        }
    }
}

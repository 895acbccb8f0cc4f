using Catalog.Core.Values;

namespace Catalog.Core.Errors;

/// <summary>What is said to whoever asks to stop what has ended, the same for all that runs. Its code is <c>run-ended</c> everywhere. Thread-safe.</summary>
public static class EndedRun
{
    /// <summary>The message.</summary>
    /// <param name="what">The run in words, such as <c>verification '…'</c>.</param>
    /// <param name="endedAt">When it ended; null when nobody said.</param>
    /// <param name="state">How it ended.</param>
    public static string Refuse(string what, Instant? endedAt, Enum state)
    {
        var time = endedAt is { } instant ? $" at {instant}" : string.Empty;
        return $"The {what} cannot be stopped: it ended{time} as '{state.ToString().ToLowerInvariant()}'. What it made stays.";
    }
}

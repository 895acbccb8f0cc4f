using Confluent.Kafka;

namespace Ingestion.Kafka;

/// <summary>
/// Why brokers did not let a client in, as the client said it last. A request then only ends because nobody answers in time, which says nothing of a certificate or a password. Thread-safe.
/// </summary>
/// <param name="key">Key of the client's settings in the configuration.</param>
internal sealed class Refusals(string key)
{
    /// <summary>A client says it again at each attempt to connect, so what is older is over.</summary>
    private const long MemoryMilliseconds = 30_000;

    /// <summary>What tells a refusal from a broker that is away.</summary>
    private static readonly string[] Words = ["SSL ", "SASL ", "security.protocol", "uthentication"];

    private volatile Said? _last;

    /// <summary>Takes a line of a client's log: it stands there at once, where errors wait until the client is asked for records. Never throws.</summary>
    internal void Note(LogMessage message)
    {
        if (message.Facility == "FAIL" && Array.Exists(Words, word => message.Message.Contains(word, StringComparison.Ordinal)))
        {
            // Behind the name of a thread.
            var start = message.Message.StartsWith("[thrd:", StringComparison.Ordinal) ? message.Message.IndexOf("]: ", StringComparison.Ordinal) + 3 : 0;
            _last = new Said(message.Message[start..].TrimEnd('.'), Environment.TickCount64);
        }
    }

    /// <summary>The reason of a failed request, with the refusal behind it if there was one lately.</summary>
    internal string Explain(string reason) => _last is { } last && Environment.TickCount64 - last.At < MemoryMilliseconds
        ? $"{reason}; the client says \"{last.Reason}\". Look at security.protocol, ssl.* and sasl.* in {key}"
        : reason;

    private sealed record Said(string Reason, long At);
}

using System.Buffers;

namespace Ingestion.Logs;

/// <summary>Which names a topic may have: those of Kafka, without the ones that a file system gives a meaning to.</summary>
internal static class TopicName
{
    public const int MaxLength = 200;

    // Stands in the same folder as the topics.
    private const string LockFile = "LOCK";

    private static readonly SearchValues<char> Legal = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsLegal(string? name)
        => !string.IsNullOrEmpty(name) && name.Length <= MaxLength && name[0] != '.' && !name.AsSpan().ContainsAnyExcept(Legal)
            && !name.Equals(LockFile, StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Concurrent;
using Catalog.Core.Errors;
using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Topics;

/// <summary>
/// How many partitions topics have. Asked for in the background and again and again, since brokers may be away and partitions may be added; nobody waits for an answer. Thread-safe.
/// </summary>
internal sealed class TopicPartitions(IExternalTopics topics, TimeProvider clock)
{
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RepeatMissing = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Connection, string Topic), Known> _known = [];
    private long _stamp;

    /// <summary>Grows with each change.</summary>
    internal long Stamp => Interlocked.Read(ref _stamp);

    /// <summary>Partitions of a topic as far as is known; one where nothing is, so that somebody says what is wrong with it.</summary>
    internal int CountOf(SourceTopic topic) => Math.Max(1, Of(topic).Count);

    /// <summary>Whether the partition was made after the topic was first looked at.</summary>
    internal bool IsNew(SourceTopic topic, int partition) => Of(topic).First is { } first && partition >= first;

    /// <summary>Asks for the topics of which nothing has been heard for a while.</summary>
    internal void Look(IEnumerable<SourceTopic> wanted)
    {
        foreach (var topic in wanted)
        {
            var known = Of(topic);
            var pause = known.Count == 0 ? RepeatMissing : Repeat;
            var now = Instant.Now(clock);
            if ((known.AskedAt is not { } at || now - at >= pause) && known.TryBegin())
            {
                known.AskedAt = now;
                _ = Task.Run(() => AskAsync(topic, known));
            }
        }
    }

    private Known Of(SourceTopic topic) => _known.GetOrAdd((topic.Connection, topic.Name), static _ => new Known());

    private async Task AskAsync(SourceTopic topic, Known known)
    {
        try
        {
            var count = await topics.CountPartitionsAsync(topic.Connection, topic.Name, CancellationToken.None).ConfigureAwait(false);
            known.First ??= count;
            if (count != known.Count)
            {
                known.Count = count;
                Interlocked.Increment(ref _stamp);
            }
        }
        catch (CatalogException)
        {
            // The reader of its first partition meets the same error and shows it.
        }
        finally
        {
            known.End();
        }
    }

    private sealed class Known
    {
        private int _isAsking;
        private volatile int _count;

        /// <summary>Partitions; 0 while unknown.</summary>
        internal int Count
        {
            get => _count;
            set => _count = value;
        }

        /// <summary>Partitions when it was first looked at; null while it never was.</summary>
        internal int? First { get; set; }

        internal Instant? AskedAt { get; set; }

        internal bool TryBegin() => Interlocked.Exchange(ref _isAsking, 1) == 0;

        internal void End() => Volatile.Write(ref _isAsking, 0);
    }
}

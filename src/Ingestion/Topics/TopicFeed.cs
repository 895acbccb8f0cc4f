using System.Globalization;
using Ingestion.Batches;
using Ingestion.Diagnostics;
using Ingestion.Feeds;
using Ingestion.Files;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Topics;

/// <summary>One partition of a topic. A mark in the event log tells how far it was read.</summary>
/// <param name="topic">The topic.</param>
/// <param name="partition">Its partition.</param>
/// <param name="isNew">Whether the partition was made after the topic began to be read, so that it is read from its first record on.</param>
/// <param name="writer">Writes batches and knows the marks.</param>
/// <param name="topics">The brokers.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class TopicFeed(SourceTopic topic, int partition, Func<bool> isNew, BatchWriter writer, IExternalTopics topics, TimeProvider clock, ILogger logger) : IFeed
{
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{topic.Name}/{partition}");

    public OriginKind Kind => OriginKind.Topic;

    /// <summary>Name under which the event log keeps how far a partition has been read.</summary>
    internal static string ProducerOf(SourceTopic topic, int partition)
        => string.Create(CultureInfo.InvariantCulture, $"topic:{topic.Connection}/{topic.Name}/{partition}");

    public FeedRecordReader OpenPayloads(IRecordReaderFactory readers, IReadOnlyList<string> names) => readers.OpenPayloads(topic, names);

    public IngestionStream StreamOf(FeedTarget target, Guid runId) => new(
        target.Source,
        target.Declared,
        new QuarantineOrigin
        {
            Source = target.Source.Name,
            Fingerprint = $"{ProducerOf(topic, partition)}:{topic.Format.ToString().ToLowerInvariant()}",
            Kind = OriginKind.Topic,
            Name = Name,
            Topic = topic,
            Partition = partition,
        },
        runId,
        ProducerOf(topic, partition))
    {
        SendRefused = topic.DeadLetter is { } deadLetter ? letters => topics.SendAsync(topic.Connection, deadLetter, letters, CancellationToken.None) : null,
    };

    /// <exception cref="IngestionException">Errors of the log and of the brokers; the topic was deleted and made anew.</exception>
    public async Task<FeedOpening> OpenAsync(IngestionStream stream, CancellationToken cancellationToken)
    {
        var place = new TopicPlace(topic.Name, partition);
        var known = await writer.GetMarkAsync(stream.Source.Name, ProducerOf(topic, partition), cancellationToken).ConfigureAwait(false);
        var extent = await topics.GetExtentAsync(topic.Connection, place, cancellationToken).ConfigureAwait(false);
        var mark = known is null ? await BeginAsync(stream, extent, cancellationToken).ConfigureAwait(false) : await FollowAsync(stream, known, extent, cancellationToken).ConfigureAwait(false);
        return new FeedOpening(mark, extent.End, new Reader(topics.Open(topic.Connection, place, mark.LastRecord + 1)));
    }

    /// <summary>Topics are somebody else's.</summary>
    public Task RemoveAsync(string source, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IngestionMark> BeginAsync(IngestionStream stream, TopicExtent extent, CancellationToken cancellationToken)
    {
        var start = topic.Start == TopicStart.Earliest || isNew() ? extent.First : extent.End;
        var begin = new IngestionMark { RunId = Guid.CreateVersion7(clock.GetUtcNow()), LastRecord = start - 1 };
        await writer.RemoveAheadAsync(stream, begin, runId: null, cancellationToken).ConfigureAwait(false);

        // Written down, since the end of the topic is another one after a crash.
        return await writer.WriteAsync(stream, new RecordBatch([], new IngestionTally(), IsLast: false), begin, static mark => mark, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IngestionMark> FollowAsync(IngestionStream stream, IngestionMark mark, TopicExtent extent, CancellationToken cancellationToken)
    {
        await writer.RemoveAheadAsync(stream, mark, runId: null, cancellationToken).ConfigureAwait(false);
        var next = mark.LastRecord + 1;
        if (next > extent.End)
        {
            throw new IngestionException(
                IngestionErrorCode.TopicUnavailable,
                $"Partition {partition} of topic '{topic.Name}' ends at offset '{extent.End}', but source '{stream.Source.Name}' has read it up to {next}: it was deleted and made anew, "
                + "or these are other brokers. To read it from its beginning, declare its brokers under another name in Ingestion:Kafka:Connections and name that in the source's 'topic.connection'.");
        }

        if (next >= extent.First)
        {
            return mark;
        }

        Log.TopicRecordsMissed(logger, stream.Source.Name, Name, next, extent.First - 1);
        return mark with { LastRecord = extent.First - 1, Missed = mark.Missed + extent.First - next };
    }

    private sealed class Reader(ITopicReader reader) : IFeedReader
    {
        public async Task<FeedBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
        {
            var batch = await reader.ReadAsync(maxRecords, maxBytes, patience, cancellationToken).ConfigureAwait(false);
            return new FeedBatch(batch.Records, batch.Next, Math.Max(batch.End, batch.Next));
        }

        public void Confirm(IngestionMark mark)
        {
            // Nothing is committed on the brokers: the position stands in the event log.
        }

        public FeedStatus Describe(FeedStatus status, IngestionMark mark, long end) => status is TopicStatus topic ? topic with { End = end, Missed = mark.Missed } : status;

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

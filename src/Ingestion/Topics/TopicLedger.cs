using System.Globalization;
using Ingestion.Batches;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Topics;

/// <summary>What the stores know of the reading of topics: a mark in the event log for each partition, and what was refused. Thread-safe.</summary>
internal sealed class TopicLedger(BatchWriter writer, IExternalTopics topics, TimeProvider clock, ILogger<TopicLedger> logger)
{
    /// <summary>Name under which the event log keeps how far a partition has been read.</summary>
    internal static string ProducerOf(SourceTopic topic, int partition)
        => string.Create(CultureInfo.InvariantCulture, $"topic:{topic.Connection}/{topic.Name}/{partition}");

    /// <summary>A batch of a partition on its way into its source.</summary>
    internal IngestionStream StreamOf(TopicTarget target, SourceTopic topic, int partition, Guid runId) => new(
        target.Source,
        target.Declared,
        new QuarantineOrigin
        {
            Source = target.Source.Name,
            Fingerprint = $"{ProducerOf(topic, partition)}:{topic.Format.ToString().ToLowerInvariant()}",
            Kind = OriginKind.Topic,
            Name = string.Create(CultureInfo.InvariantCulture, $"{topic.Name}/{partition}"),
            Topic = topic,
            Partition = partition,
        },
        runId,
        ProducerOf(topic, partition))
    {
        SendRefused = topic.DeadLetter is { } deadLetter ? letters => topics.SendAsync(topic.Connection, deadLetter, letters, CancellationToken.None) : null,
    };

    /// <summary>Takes the reading of a partition over: finds how far it is, removes what was written ahead of that, and settles where it begins if it never has.</summary>
    /// <param name="stream">The partition.</param>
    /// <param name="isNew">Whether the partition was made after the topic began to be read, so that it is read from its first record on.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <returns>The mark, and which records there are.</returns>
    /// <exception cref="IngestionException">Errors of the log and of the brokers; the topic was deleted and made anew.</exception>
    internal async Task<(IngestionMark Mark, TopicExtent Extent)> OpenAsync(IngestionStream stream, bool isNew, CancellationToken cancellationToken)
    {
        var (topic, partition) = (stream.Origin.Topic!, stream.Origin.Partition!.Value); // Set by StreamOf.
        var known = await writer.GetMarkAsync(stream.Source.Name, stream.Producer!, cancellationToken).ConfigureAwait(false); // As above.
        var extent = await topics.GetExtentAsync(topic.Connection, new TopicPlace(topic.Name, partition), cancellationToken).ConfigureAwait(false);
        if (known is null)
        {
            var start = topic.Start == TopicStart.Earliest || isNew ? extent.First : extent.End;
            var begin = new IngestionMark { RunId = Guid.CreateVersion7(clock.GetUtcNow()), LastRecord = start - 1 };
            await writer.RemoveAheadAsync(stream, begin, runId: null, cancellationToken).ConfigureAwait(false);

            // Written down, since the end of the topic is another one after a crash.
            return (await writer.WriteAsync(stream, new RecordBatch([], new IngestionTally(), IsLast: false), begin, static mark => mark, cancellationToken).ConfigureAwait(false), extent);
        }

        await writer.RemoveAheadAsync(stream, known, runId: null, cancellationToken).ConfigureAwait(false);
        return (Follow(known, extent, stream), extent);
    }

    /// <summary>Writes a batch.</summary>
    /// <returns>The new mark.</returns>
    internal Task<IngestionMark> WriteAsync(IngestionStream stream, RecordBatch batch, IngestionMark mark, CancellationToken cancellationToken)
        => writer.WriteAsync(
            stream, batch, mark.RunId == stream.RunId ? mark : mark with { RunId = stream.RunId, Tally = new IngestionTally() }, static next => next, cancellationToken);

    private IngestionMark Follow(IngestionMark mark, TopicExtent extent, IngestionStream stream)
    {
        var next = mark.LastRecord + 1;
        if (next > extent.End)
        {
            throw new IngestionException(
                IngestionErrorCode.TopicUnavailable,
                $"Partition {stream.Origin.Partition} of topic '{stream.Origin.Topic?.Name}' ends at offset '{extent.End}', but source '{stream.Source.Name}' has read it up to {next}: it was deleted and made anew, "
                + "or these are other brokers. To read it from its beginning, declare its brokers under another name in Ingestion:Kafka:Connections and name that in the source's 'topic.connection'.");
        }

        if (next >= extent.First)
        {
            return mark;
        }

        Log.TopicRecordsMissed(logger, stream.Source.Name, stream.Origin.Name, next, extent.First - 1);
        return mark with { LastRecord = extent.First - 1, Missed = mark.Missed + extent.First - next };
    }
}

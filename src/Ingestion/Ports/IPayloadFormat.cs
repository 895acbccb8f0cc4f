using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>A way to write the payloads of a topic. One is registered for each <see cref="PayloadFormat"/>. Thread-safe.</summary>
public interface IPayloadFormat
{
    /// <summary>Which one.</summary>
    PayloadFormat Format { get; }

    /// <summary>Opens a decoder for the records of one partition, or for those of it that are replayed out of the quarantine. Asks nobody anything yet.</summary>
    /// <param name="topic">The topic as the source declares it, or declared it when the record was refused.</param>
    /// <param name="names">Names of the fields that the columns of the source are read from; a decoder puts each where it stands here.</param>
    IPayloadDecoder Open(SourceTopic topic, IReadOnlyList<string> names);

    /// <summary>Shows one payload to people, as far as it can be read: also one that was refused. Null where payloads of the format are text, which says it itself.</summary>
    /// <param name="topic">The topic as the source declared it.</param>
    /// <param name="payload">The payload, never empty.</param>
    /// <param name="cancellationToken">Stops what has to be asked for.</param>
    ValueTask<ShownPayload?> ShowAsync(SourceTopic topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => default;
}

/// <summary>Takes payloads apart, one after the other. Not thread-safe.</summary>
public interface IPayloadDecoder
{
    /// <summary>Whether a record without payload says nothing that is new, so that it is passed over; else it is refused.</summary>
    bool PassesTombstones => false;

    /// <summary>
    /// Decodes one payload. A payload that is not what the format says is no error: <see cref="PayloadFields.Refuse"/> says what is wrong with it, and the record goes to the quarantine.
    /// </summary>
    /// <param name="record">The record, for its key.</param>
    /// <param name="payload">Its payload, never empty and never longer than <c>Ingestion:MaxRecordBytes</c>; it stays as it is as long as the fields are in use.</param>
    /// <param name="fields">Receives the fields; cleared before the call.</param>
    /// <param name="cancellationToken">Cancels what has to be asked for, such as a schema.</param>
    /// <exception cref="IngestionException">
    /// What is needed to decode it cannot be had right now, with a code that says so. The record is decoded again later, and the partition waits meanwhile: a record is refused for what it is, never for
    /// who was away.
    /// </exception>
    ValueTask DecodeAsync(FeedRecord record, ReadOnlyMemory<byte> payload, PayloadFields fields, CancellationToken cancellationToken);
}

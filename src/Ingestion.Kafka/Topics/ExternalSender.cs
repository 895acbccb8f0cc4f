using Confluent.Kafka;
using Ingestion.Ports;

namespace Ingestion.Kafka.Topics;

/// <summary>Sends refused records. One that the brokers find too large is sent with less of it, since it must not hold up what follows. Thread-safe.</summary>
internal static class ExternalSender
{
    private static readonly long[] Limits = [long.MaxValue, 512 * 1024, 0];

    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.TopicUnavailable"/>.</exception>
    public static Task SendAsync(ExternalConnection connection, string topic, IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
        => Task.WhenAll(letters.Select(letter => SendAsync(connection, topic, letter, cancellationToken)));

    private static async Task SendAsync(ExternalConnection connection, string topic, DeadLetter letter, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await connection.Sender.ProduceAsync(topic, DeadLetterRecord.Encode(letter, Limits[attempt]), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (KafkaException exception) when (exception.Error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge && attempt + 1 < Limits.Length)
            {
                // Again, with less of it.
            }
            catch (KafkaException exception)
            {
                throw connection.Errors.Unavailable("written", topic, exception);
            }
        }
    }
}

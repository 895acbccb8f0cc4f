using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka.Writing;

/// <summary>
/// Producers that have a name: a file, a replay, an enrichment. Each has a transactional id that follows from the name, so whoever asks for its mark takes it over, and the brokers refuse the
/// process that had it. Thread-safe.
/// </summary>
internal sealed class OwnedProducers(KafkaEventLogOptions options, KafkaClients clients, MarkStore marks, ILogger logger) : IDisposable
{
    private readonly ConcurrentDictionary<(string Topic, string Producer), OwnedProducer> _producers = [];

    /// <summary>Takes the producer over and gives its newest mark.</summary>
    public async Task<ReadOnlyMemory<byte>?> TakeOverAsync(string topic, string producer, CancellationToken cancellationToken)
    {
        var owned = Get(topic, producer);
        await owned.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await owned.Appender.OpenAsync(topic).ConfigureAwait(false);
            owned.Mark = await marks.GetAsync(topic, producer, cancellationToken).ConfigureAwait(false);
            (owned.IsKnown, owned.IsLost) = (true, false);
            return owned.Mark;
        }
        finally
        {
            GiveBack(owned);
        }
    }

    /// <summary>Appends for a producer that this process has, or that nobody has yet.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.ProducerFenced"/> and those of <see cref="TransactionalAppender.AppendAsync"/>.</exception>
    public async Task<LogPosition[]> AppendAsync(string topic, string producer, ReadOnlyMemory<byte> mark, TransactionBatch batch, CancellationToken cancellationToken)
    {
        var owned = Get(topic, producer);
        await owned.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ReopenAsync(owned, topic, producer, cancellationToken).ConfigureAwait(false);
            var positions = await owned.Appender.AppendAsync(topic, batch).ConfigureAwait(false);
            (owned.IsKnown, owned.Mark) = (true, mark);
            return positions;
        }
        catch (IngestionException exception) when (exception.ErrorCode == IngestionErrorCode.ProducerFenced || owned.Appender.IsUndecided)
        {
            owned.IsLost = true;
            throw;
        }
        finally
        {
            GiveBack(owned);
        }
    }

    public void Dispose()
    {
        foreach (var owned in _producers.Values)
        {
            owned.Dispose();
        }
    }

    /// <summary>Opens a producer whose connection was closed. To open is to take over, so the mark must still be the one of this process.</summary>
    private async Task ReopenAsync(OwnedProducer owned, string topic, string producer, CancellationToken cancellationToken)
    {
        if (owned.IsLost)
        {
            throw KafkaErrors.Fenced(topic, producer);
        }

        if (owned.Appender.IsOpen)
        {
            return;
        }

        await owned.Appender.OpenAsync(topic).ConfigureAwait(false);
        var newest = await marks.GetAsync(topic, producer, cancellationToken).ConfigureAwait(false);
        if (owned.IsKnown && !AreSame(newest, owned.Mark))
        {
            KafkaLog.ProducerFenced(logger, topic, producer);
            owned.Appender.Close();
            throw KafkaErrors.Fenced(topic, producer);
        }
    }

    private OwnedProducer Get(string topic, string producer) => _producers.GetOrAdd(
        (topic, producer), name => new OwnedProducer(new TransactionalAppender(IdOf(name.Topic, name.Producer), options, clients, logger)));

    private string IdOf(string topic, string producer)
        => $"{options.Project}-producer-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{topic}\0{producer}")).AsSpan(0, 16))}";

    private void GiveBack(OwnedProducer owned)
    {
        owned.LastUse = Environment.TickCount64;
        owned.Turn.Release();
        CloseIdle();
    }

    private void CloseIdle()
    {
        var open = _producers.Values.Where(static producer => producer.Appender.IsOpen).ToList();
        foreach (var idle in open.OrderBy(static producer => producer.LastUse).Take(Math.Max(0, open.Count - options.IdleProducers)))
        {
            if (!idle.Turn.Wait(0))
            {
                continue; // In use.
            }

            idle.Appender.Close();
            idle.Turn.Release();
        }
    }

    private static bool AreSame(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other)
        => one.HasValue == other.HasValue && (one ?? default).Span.SequenceEqual((other ?? default).Span);
}

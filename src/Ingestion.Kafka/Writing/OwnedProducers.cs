using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka.Writing;

/// <summary>
/// Producers that have a name: a file, a replay, an enrichment. Each has a transactional id that follows from the name, so whoever asks for its mark takes it over, and the brokers refuse the
/// process that had it. Thread-safe.
/// </summary>
internal sealed class OwnedProducers(KafkaEventLogOptions options, KafkaClients clients, TopicCatalog catalog, MarkStore marks, ILogger logger) : IDisposable
{
    private readonly ConcurrentDictionary<(string Topic, string Producer), OwnedProducer> _producers = [];
    private readonly OpenMarks _open = new(options, clients);

    /// <summary>Takes the producer over and gives its newest mark.</summary>
    public async Task<ReadOnlyMemory<byte>?> TakeOverAsync(string topic, string producer, CancellationToken cancellationToken)
    {
        var owned = Get(topic, producer);
        await owned.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await owned.Appender.OpenAsync(topic).ConfigureAwait(false);
            try
            {
                owned.Mark = await ReadMarkAsync(owned, topic, producer, cancellationToken).ConfigureAwait(false);
            }
            catch (IngestionException exception) when (exception.ErrorCode == IngestionErrorCode.ProducerFenced)
            {
                // Somebody else has had it since it was opened.
                await owned.Appender.OpenAsync(topic).ConfigureAwait(false);
                owned.Mark = await ReadMarkAsync(owned, topic, producer, cancellationToken).ConfigureAwait(false);
            }

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
        var newest = await ReadMarkAsync(owned, topic, producer, cancellationToken).ConfigureAwait(false);
        if (owned.IsKnown && !AreSame(newest, owned.Mark))
        {
            KafkaLog.ProducerFenced(logger, topic, producer);
            owned.Appender.Close();
            throw KafkaErrors.Fenced(topic, producer);
        }
    }

    private Task<ReadOnlyMemory<byte>?> ReadMarkAsync(OwnedProducer owned, string topic, string producer, CancellationToken cancellationToken) => marks.GetAsync(
        topic,
        producer,
        async () => await owned.Appender.EndLeftoversAsync(topic, await PartitionsAsync(topic, producer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false),
        end => EndOthersAsync(topic, producer, end, cancellationToken),
        cancellationToken);

    /// <summary>Ends transactions whose time has long been over: whose they are, their marks tell.</summary>
    private async Task EndOthersAsync(string topic, string producer, long end, CancellationToken cancellationToken)
    {
        var partition = marks.PartitionOf(producer);
        long? before = null;
        while (await catalog.FindOpenTransactionAsync(partition, end, cancellationToken).ConfigureAwait(false) is { } from)
        {
            if (from == before || await _open.FindOwnerAsync(partition, from, cancellationToken).ConfigureAwait(false) is not { } owner || owner == (topic, producer))
            {
                throw KafkaErrors.HeldUp(topic, partition, from);
            }

            before = from;
            await EndLeftoversAsync(owner.Topic, owner.Producer, cancellationToken).ConfigureAwait(false);
            KafkaLog.TransactionEnded(logger, owner.Topic, partition.Topic, from, owner.Producer);
        }
    }

    private async Task EndLeftoversAsync(string topic, string producer, CancellationToken cancellationToken)
    {
        var owned = Get(topic, producer);
        if (!await owned.Turn.WaitAsync(options.Timeout, cancellationToken).ConfigureAwait(false))
        {
            return; // Its own next step ends what is left.
        }

        try
        {
            var wasOpen = owned.Appender.IsOpen;
            await owned.Appender.OpenAsync(topic).ConfigureAwait(false);
            await owned.Appender.EndLeftoversAsync(topic, await PartitionsAsync(topic, producer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            if (!wasOpen)
            {
                owned.Appender.Close();
            }
        }
        finally
        {
            GiveBack(owned);
        }
    }

    /// <summary>Where a producer's events, marks and refused records are; the last only where something holds them up, since who reads them sees what is written there.</summary>
    private async Task<IReadOnlyList<TopicPartition>> PartitionsAsync(string topic, string producer, CancellationToken cancellationToken)
    {
        var count = await catalog.CountPartitionsAsync(topic, cancellationToken).ConfigureAwait(false);
        var letters = await catalog.FindHeldUpDeadLettersAsync(topic, cancellationToken).ConfigureAwait(false);
        return [.. Enumerable.Range(0, count).Select(partition => new TopicPartition(catalog.NameOf(topic), partition)), marks.PartitionOf(producer), .. letters];
    }

    private OwnedProducer Get(string topic, string producer) => _producers.GetOrAdd(
        (topic, producer), name => new OwnedProducer(new TransactionalAppender(IdOf(options.Project, name.Topic, name.Producer), options, clients, logger)));

    /// <summary>The transactional id of a producer.</summary>
    internal static string IdOf(string project, string topic, string producer)
        => $"{project}-producer-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{topic}\0{producer}")).AsSpan(0, 16))}";

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

using System.Collections.Concurrent;
using Confluent.Kafka;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Kafka.Writing;

/// <summary>
/// Appenders for batches whose producer needs no fence: those without one, and pushes. Their transactional ids follow from the process's name, so that a restart ends at once what the process
/// left open. Thread-safe.
/// </summary>
internal sealed class SharedAppenders : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _free;
    private readonly TransactionalAppender[] _all;
    private readonly List<TransactionalAppender> _idle;

    public SharedAppenders(KafkaEventLogOptions options, KafkaClients clients, ILogger logger)
    {
        _free = new SemaphoreSlim(options.Appenders, options.Appenders);
        _all = [.. Enumerable.Range(0, options.Appenders).Select(slot => new TransactionalAppender($"{options.Project}-{options.Instance}-{slot}", options, clients, logger))];
        _idle = [.. _all];
    }

    /// <summary>Appends all records of a batch or none.</summary>
    /// <exception cref="IngestionException">As <see cref="TransactionalAppender.AppendAsync"/>.</exception>
    public Task<LogPosition[]> AppendAsync(string topic, TransactionBatch batch, CancellationToken cancellationToken)
        => UseAsync(
            async appender =>
            {
                await appender.OpenAsync(topic).ConfigureAwait(false);
                return await appender.AppendAsync(topic, batch).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Ends with everything decided that an earlier append had to leave open: after it, a mark that is not there never comes.</summary>
    public async Task DecideAsync(string topic, CancellationToken cancellationToken)
    {
        while (Array.Exists(_all, static appender => appender.IsUndecided))
        {
            var opened = await UseAsync(
                async appender =>
                {
                    var isUndecided = appender.IsUndecided;
                    await appender.OpenAsync(topic).ConfigureAwait(false);
                    return isUndecided;
                },
                cancellationToken).ConfigureAwait(false);
            if (!opened)
            {
                await Task.Delay(Turn, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends what the brokers forgot to end of this process's batches.</summary>
    /// <exception cref="IngestionException">As <see cref="TransactionalAppender.EndLeftoversAsync"/>.</exception>
    public async Task EndLeftoversAsync(string topic, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var left = new ConcurrentDictionary<TransactionalAppender, bool>(_all.Select(static appender => KeyValuePair.Create(appender, true)));
        while (!left.IsEmpty)
        {
            var ended = await UseAsync(
                async appender =>
                {
                    if (!left.ContainsKey(appender))
                    {
                        return false;
                    }

                    await appender.OpenAsync(topic).ConfigureAwait(false);
                    await appender.EndLeftoversAsync(topic, partitions).ConfigureAwait(false);
                    return left.TryRemove(appender, out _);
                },
                cancellationToken,
                left.ContainsKey).ConfigureAwait(false);
            if (!ended)
            {
                await Task.Delay(Turn, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose()
    {
        Array.ForEach(_all, static appender => appender.Dispose());
        _free.Dispose();
    }

    private async Task<T> UseAsync<T>(Func<TransactionalAppender, Task<T>> use, CancellationToken cancellationToken, Predicate<TransactionalAppender>? wanted = null)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        var appender = Take(wanted ?? (static appender => appender.IsUndecided));
        try
        {
            return await use(appender).ConfigureAwait(false);
        }
        finally
        {
            lock (_idle)
            {
                _idle.Add(appender);
            }

            _free.Release();
        }
    }

    /// <summary>A wanted one comes first, then one that is open.</summary>
    private TransactionalAppender Take(Predicate<TransactionalAppender> wanted)
    {
        lock (_idle)
        {
            var chosen = _idle.Find(wanted) ?? _idle.Find(static appender => appender.IsOpen) ?? _idle[0];
            _idle.Remove(chosen);
            return chosen;
        }
    }
}

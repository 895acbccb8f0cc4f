using System.Collections.Concurrent;
using Catalog.Core.Errors;
using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Access;

/// <summary>
/// Counts what consumers look up, in memory, and adds it to the catalogue every few seconds, when it is asked for, and at the end. While the catalogue is away it goes on counting; a crash loses what
/// was not written yet. Thread-safe.
/// </summary>
public sealed class ReadCounts : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Of as many as there are consumers and services, and so kept: one that is let go of could be counted in just then.
    private readonly ConcurrentDictionary<(string Consumer, string? Service), ReadCounter> _counters = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly IReadCountStore _store;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReadCounts> _logger;
    private readonly RepeatedFailures _failures;

    internal ReadCounts(IReadCountStore store, TimeProvider clock, ILogger<ReadCounts> logger)
        => (_store, _clock, _logger, _failures) = (store, clock, logger, new RepeatedFailures(clock));

    /// <summary>What a consumer looked up, in order of the services, those by references first. What other processes counted in the last seconds may be missing.</summary>
    /// <param name="consumer">Whose; null for those of all, in order of their names.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CatalogException">The catalogue does not answer.</exception>
    public async Task<IReadOnlyList<ReadCount>> ListAsync(string? consumer, CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken).ConfigureAwait(false);
        return await _store.ListAsync(consumer, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryWriteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _writing.Dispose();
    }

    internal void Answered(string consumer, string? service, int entities) => CounterOf(consumer, service).Answered(entities, Instant.Now(_clock));

    internal void Refused(string consumer, string? service) => CounterOf(consumer, service).Refused(Instant.Now(_clock));

    /// <summary>Adds what was counted to the catalogue.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        List<(ReadCounter Counter, ReadCount Count)> taken = [];
        try
        {
            foreach (var ((consumer, service), counter) in _counters)
            {
                if (counter.Take(consumer, service) is { } count)
                {
                    taken.Add((counter, count));
                }
            }

            if (taken.Count > 0)
            {
                // To its end: of one that was stopped nobody knows whether it is in the catalogue, and it would be counted again.
                await _store.AddAsync([.. taken.Select(static entry => entry.Count)], CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch
        {
            taken.ForEach(static entry => entry.Counter.Return(entry.Count));
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await TryWriteAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogException exception)
        {
            if (_failures.Count(exception, "reads") is { IsNew: true })
            {
                Log.ReadsNotCounted(_logger, exception);
            }
        }
        catch (OperationCanceledException)
        {
            // At the end, which does not wait for a catalogue that is away.
        }
    }

    private ReadCounter CounterOf(string consumer, string? service)
        => _counters.TryGetValue((consumer, service), out var counter) ? counter : _counters.GetOrAdd((consumer, service), static _ => new ReadCounter());
}

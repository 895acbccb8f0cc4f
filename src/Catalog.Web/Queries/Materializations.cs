using Catalog.Core.Errors;
using Catalog.Web.Diagnostics;
using Catalog.Web.Metrics;

namespace Catalog.Web.Queries;

/// <summary>What Feast's materialization waits for: that everything in the log is in the stores of views. Knows which views this process waits for right now. Thread-safe.</summary>
internal sealed class Materializations(ViewStatuses views, FeastMetrics metrics, TimeProvider clock, ILogger<Materializations> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);

    /// <summary>The views of those names; all where none are given.</summary>
    /// <exception cref="FeatureStore.FeatureStoreException">There is no view of a name.</exception>
    internal string[] Select(string[]? names)
    {
        Array.ForEach(names ?? [], name => views.Require(name));
        return names ?? [.. views.List().Select(static status => status.View.Name)];
    }

    /// <summary>Waits for the views.</summary>
    /// <exception cref="CatalogException">A view cannot be written.</exception>
    internal Task WaitAsync(string[] names, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Enter(names);
        }

        return FlushAllAsync(names, cancellationToken);
    }

    /// <summary>Begins to wait for the views behind the caller's back; what fails is logged.</summary>
    /// <param name="names">The views.</param>
    /// <param name="force">Whether it does not matter that one of them is waited for already.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The views that are waited for already, in which case nothing is begun; else none.</returns>
    internal string[] TryBegin(string[] names, bool force, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            string[] busy = force ? [] : [.. names.Where(_waiting.ContainsKey)];
            if (busy.Length > 0)
            {
                return busy;
            }

            Enter(names);
        }

        _ = FlushUnwatchedAsync(names, cancellationToken);
        return [];
    }

    private void Enter(string[] names) => Array.ForEach(names, name => _waiting[name] = _waiting.GetValueOrDefault(name) + 1);

    private Task FlushAllAsync(string[] names, CancellationToken cancellationToken) => Task.WhenAll(names.Select(name => FlushAsync(name, cancellationToken)));

    private async Task FlushAsync(string name, CancellationToken cancellationToken)
    {
        var (start, isWritten) = (clock.GetTimestamp(), false);
        try
        {
            await views.FlushAsync(name, cancellationToken);
            isWritten = true;
        }
        finally
        {
            metrics.Materialized(name, isWritten, clock.GetElapsedTime(start));
            lock (_lock)
            {
                if (--_waiting[name] == 0)
                {
                    _waiting.Remove(name);
                }
            }
        }
    }

    private async Task FlushUnwatchedAsync(string[] names, CancellationToken cancellationToken)
    {
        try
        {
            await FlushAllAsync(names, cancellationToken);
        }
        catch (CatalogException error)
        {
            logger.MaterializationFailed(error, string.Join(", ", names));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends, and nobody waits.
        }
    }
}

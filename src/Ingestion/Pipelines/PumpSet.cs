namespace Ingestion.Pipelines;

/// <summary>The pumps that run in this process. Thread-safe; changes are made by one at a time.</summary>
/// <typeparam name="TKey">What tells pumps apart.</typeparam>
/// <typeparam name="TPump">The pumps.</typeparam>
internal sealed class PumpSet<TKey, TPump>
    where TKey : notnull
    where TPump : IPump
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, RunningPump<TPump>> _pumps = [];
    private bool _isOpen;

    /// <summary>All pumps, in no order.</summary>
    internal List<TPump> All => Find(static _ => true);

    /// <summary>Lets pumps begin.</summary>
    internal void Open()
    {
        lock (_lock)
        {
            _isOpen = true;
        }
    }

    internal List<TPump> Find(Func<TKey, bool> which)
    {
        lock (_lock)
        {
            return [.. _pumps.Where(pair => which(pair.Key)).Select(static pair => pair.Value.Pump)];
        }
    }

    /// <summary>Stops the pumps that are not wanted and, once they have, begins those that are missing.</summary>
    /// <param name="wanted">The pumps that are wanted.</param>
    /// <param name="isGone">Whether what a pump is for was changed or removed; otherwise somebody else goes on with it.</param>
    /// <param name="create">Makes one.</param>
    internal async Task MatchAsync<TSubject>(IReadOnlyDictionary<TKey, TSubject> wanted, Predicate<TKey> isGone, Func<TKey, TSubject, TPump> create)
    {
        await Task.WhenAll(
            StopAsync(key => !wanted.ContainsKey(key) && isGone(key), isGone: true),
            StopAsync(key => !wanted.ContainsKey(key) && !isGone(key), isGone: false)).ConfigureAwait(false);
        lock (_lock)
        {
            foreach (var (key, subject) in wanted.Where(pair => _isOpen && !_pumps.ContainsKey(pair.Key)))
            {
                _pumps.Add(key, new RunningPump<TPump>(create(key, subject)));
            }
        }
    }

    /// <summary>Stops some pumps.</summary>
    /// <param name="which">Which.</param>
    /// <param name="isGone">Whether what they are for was changed or removed; otherwise the process ends.</param>
    internal Task StopAsync(Func<TKey, bool> which, bool isGone) => Task.WhenAll(Remove(which).Select(running => running.StopAsync(isGone)));

    /// <summary>Stops all pumps; none begins any more.</summary>
    internal Task CloseAsync()
    {
        lock (_lock)
        {
            _isOpen = false;
        }

        return StopAsync(static _ => true, isGone: false);
    }

    private List<RunningPump<TPump>> Remove(Func<TKey, bool> which)
    {
        lock (_lock)
        {
            var keys = _pumps.Keys.Where(which).ToList();
            var removed = keys.ConvertAll(key => _pumps[key]);
            keys.ForEach(key => _pumps.Remove(key));
            return removed;
        }
    }
}

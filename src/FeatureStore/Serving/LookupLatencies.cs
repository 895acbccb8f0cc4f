using System.Collections.Concurrent;

namespace FeatureStore.Serving;

/// <summary>How long lookups take, over all and by view. In memory, of this process. Thread-safe.</summary>
public sealed class LookupLatencies
{
    private readonly ConcurrentDictionary<string, LatencyWindow> _views = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly LatencyWindow _all;

    /// <summary>Starts with nothing measured.</summary>
    public LookupLatencies(TimeProvider clock)
    {
        _clock = clock;
        _all = new LatencyWindow(clock);
    }

    /// <summary>Lookups of whatever view.</summary>
    public LatencySummary Summarize() => _all.Summarize();

    /// <summary>Lookups that read the view, alone or among others.</summary>
    public LatencySummary Summarize(string view) => _views.TryGetValue(view, out var window) ? window.Summarize() : default;

    internal void Add(IReadOnlyList<string> views, TimeSpan duration)
    {
        _all.Add(duration);
        foreach (var view in views)
        {
            _views.GetOrAdd(view, static (_, clock) => new LatencyWindow(clock), _clock).Add(duration);
        }
    }
}

using FeatureStore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Serving;

/// <summary>The slow lookups of this process: the newest of them in memory, and a line of the log for one each second. Thread-safe.</summary>
public sealed class SlowLookups
{
    /// <summary>As many are kept.</summary>
    public const int Kept = 200;

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<SlowLookup> _newest = new(Kept);
    private readonly TimeProvider _clock;
    private readonly FeatureStoreMetrics _metrics;
    private readonly ILogger<SlowLookups> _logger;
    private long? _lastLine;
    private long _unlogged;

    internal SlowLookups(IOptions<FeatureStoreOptions> options, TimeProvider clock, FeatureStoreMetrics metrics, ILogger<SlowLookups> logger)
    {
        (_clock, _metrics, _logger) = (clock, metrics, logger);
        Threshold = options.Value.Serving.SlowLookup;
    }

    /// <summary>From which duration on a lookup is slow; zero where none is.</summary>
    public TimeSpan Threshold { get; }

    /// <summary>How many there were since the process began.</summary>
    public long Total { get; private set; }

    /// <summary>The newest of those that are kept, newest first.</summary>
    /// <param name="featureService">Only those that asked for it; null for all.</param>
    /// <param name="most">As many at most.</param>
    public IReadOnlyList<SlowLookup> List(string? featureService, int most)
    {
        lock (_lock)
        {
            return [.. _newest.Reverse().Where(lookup => featureService is null || lookup.FeatureService == featureService).Take(most)];
        }
    }

    /// <summary>Whether a lookup of that duration is to be added.</summary>
    internal bool IsSlow(TimeSpan duration) => Threshold > TimeSpan.Zero && duration >= Threshold;

    internal void Add(SlowLookup lookup)
    {
        _metrics.LookedUpSlowly(lookup.Reason);
        long unlogged;
        lock (_lock)
        {
            Total++;
            if (_newest.Count == Kept)
            {
                _newest.Dequeue();
            }

            _newest.Enqueue(lookup);
            if (_lastLine is { } last && _clock.GetElapsedTime(last) < BetweenLines)
            {
                _unlogged++;
                return;
            }

            (_lastLine, unlogged, _unlogged) = (_clock.GetTimestamp(), _unlogged, 0);
        }

        Log.LookupSlow(_logger, lookup.FeatureService ?? string.Join(", ", lookup.Views), lookup.EntityRows, lookup.Features, lookup.Explain(), unlogged);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace Catalog.Web.Metrics;

/// <summary>
/// Adds up what the meters of the product and of the runtime tell, so that a scraper can ask for it at any time. Whoever measures pays for a look-up of the series and an addition, and nothing is kept for each
/// measurement. Thread-safe.
/// </summary>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>More series of one instrument are not kept: a tag with ever new values would fill the memory.</summary>
    public const int MostSeries = 10_000;

    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, Collected> _instruments = new();

    // The last ones are those of the runtime: memory, collections, threads.
    private static readonly string[] Prefixes = ["catalog.", "feast.", "dotnet."];

    public MetricsCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Array.Exists(Prefixes, prefix => instrument.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, static key => new Collected(key)));
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => _instruments.TryRemove(instrument, out Collected? _);
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Collected)state!).Take(value, tags)); // Enabled with one.
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((Collected)state!).Take(value, tags)); // Enabled with one.
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Collected)state!).Take(value, tags)); // Enabled with one.
        _listener.Start();
    }

    /// <summary>Everything as it is now, by the name of the instrument. What is observed is asked for now.</summary>
    public IReadOnlyList<Collected> Collect()
    {
        lock (_listener)
        {
            foreach (var gauge in _instruments.Values.Where(static collected => collected.Instrument.IsObservable))
            {
                gauge.Clear();
            }

            _listener.RecordObservableInstruments();
            return [.. _instruments.Values.OrderBy(static collected => collected.Instrument.Name, StringComparer.Ordinal)];
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>What one instrument has told.</summary>
    internal sealed class Collected(Instrument instrument)
    {
        private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

        // The same series by their tags as they are given: lookups are measured, too, and must not write labels each time.
        private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> _byTags = new(new TagComparer());
        private readonly double[]? _bounds = BoundsOf(instrument);

        public Instrument Instrument => instrument;

        /// <summary>Upper bounds of the buckets, ascending; null when it is no histogram.</summary>
        public IReadOnlyList<double>? Bounds => _bounds;

        public bool IsCounter { get; } = instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);

        /// <summary>The series by their labels.</summary>
        public IEnumerable<KeyValuePair<string, Series>> Series => _series.OrderBy(static pair => pair.Key, StringComparer.Ordinal);

        public void Clear()
        {
            _series.Clear();
            _byTags.Clear();
        }

        public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (_byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>().TryGetValue(tags, out var series) || TryAdd(tags, out series))
            {
                series.Take(value, instrument.IsObservable);
            }
        }

        // Tags in another order are the same series.
        private bool TryAdd(ReadOnlySpan<KeyValuePair<string, object?>> tags, [NotNullWhen(true)] out Series? series)
        {
            var labels = PrometheusText.LabelsOf(tags);
            if (!_series.TryGetValue(labels, out series) && _series.Count >= MostSeries)
            {
                return false;
            }

            series ??= _series.GetOrAdd(labels, _ => new Series(_bounds));
            _byTags.TryAdd(tags.ToArray(), series);
            return true;
        }

        // A histogram is known by its name alone: its type is generic.
        private static double[]? BoundsOf(Instrument instrument) => instrument switch
        {
            Histogram<double> histogram => [.. histogram.Advice?.HistogramBucketBoundaries ?? UsualBounds],
            Histogram<long> histogram => [.. histogram.Advice?.HistogramBucketBoundaries?.Select(static bound => (double)bound) ?? UsualBounds],
            _ => null,
        };
    }

    /// <summary>One instrument with one set of tags.</summary>
    internal sealed class Series(double[]? bounds)
    {
        private readonly Lock _lock = new();
        private readonly long[] _buckets = new long[(bounds?.Length ?? -1) + 1];
        private double _sum;
        private long _count;

        public void Take(double value, bool isObserved)
        {
            lock (_lock)
            {
                _sum = isObserved ? value : _sum + value;
                _count++;
                if (bounds is not null)
                {
                    var place = Array.BinarySearch(bounds, value);
                    _buckets[place < 0 ? ~place : place]++;
                }
            }
        }

        /// <summary>The sum or the observed value, the number of measurements, and how many fell into each bucket, the last one being above all bounds.</summary>
        public (double Sum, long Count, long[] Buckets) Read()
        {
            lock (_lock)
            {
                return (_sum, _count, [.. _buckets]);
            }
        }
    }
}

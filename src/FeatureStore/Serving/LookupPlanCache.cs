using System.Collections.Concurrent;
using FeatureStore.Selection;

namespace FeatureStore.Serving;

/// <summary>Keeps compiled plans as long as the definitions they were compiled from are in force. Thread-safe.</summary>
internal sealed class LookupPlanCache(ServedVersions served)
{
    /// <summary>A service has a handful of distinct requests; a client that never repeats one must not fill the memory.</summary>
    private const int MaxPlans = 1000;

    private volatile Generation _generation = new(new ServedStamp(-1, -1));

    /// <exception cref="FeatureStoreException">The request names something that does not exist, or names collide.</exception>
    internal LookupPlan Get(OnlineFeaturesRequest request)
    {
        // The stamp is read before the definitions: a plan may be newer than its stamp and is then compiled once more, never older.
        var stamp = served.Stamp;
        var generation = _generation;
        if (generation.Stamp != stamp || generation.Plans.Count >= MaxPlans)
        {
            _generation = generation = new Generation(stamp);
        }

        var words = new Words(request.FeatureService, request.FeatureService is null ? request.Features : [], request.FullFeatureNames);
        return generation.Plans.TryGetValue(words, out var plan) ? plan : generation.Plans.GetOrAdd(words.Copy(), Compile(words));
    }

    private LookupPlan Compile(Words words)
    {
        var selector = new FeatureSelector(served, words.FullNames);
        var selection = selector.Select(words.Features, words.Service);
        return selector.Errors.Count == 0 ? new LookupPlanCompiler(selection, words.Service).Compile() : throw FeatureStoreException.Combine(selector.Errors);
    }

    private sealed class Generation(ServedStamp stamp)
    {
        internal ServedStamp Stamp { get; } = stamp;

        internal ConcurrentDictionary<Words, LookupPlan> Plans { get; } = new();
    }

    /// <summary>What decides the plan, compared word by word.</summary>
    private readonly struct Words(string? service, IReadOnlyList<string> features, bool fullNames) : IEquatable<Words>
    {
        internal string? Service { get; } = service;

        internal IReadOnlyList<string> Features { get; } = features;

        internal bool FullNames { get; } = fullNames;

        /// <summary>The same words, safe from changes that the caller makes to its list.</summary>
        internal Words Copy() => new(Service, [.. Features], FullNames);

        public bool Equals(Words other) => Service == other.Service && FullNames == other.FullNames && Features.SequenceEqual(other.Features, StringComparer.Ordinal);

        public override bool Equals(object? obj) => obj is Words other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Service, StringComparer.Ordinal);
            hash.Add(FullNames);
            foreach (var feature in Features)
            {
                hash.Add(feature, StringComparer.Ordinal);
            }

            return hash.ToHashCode();
        }
    }
}

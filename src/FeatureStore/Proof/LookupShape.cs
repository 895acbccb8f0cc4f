using System.Globalization;
using FeatureStore.Model;
using FeatureStore.PointInTime;

namespace FeatureStore.Proof;

/// <summary>
/// What many logged lookups have in common: the service, the view version, those of its rules that change without a new version, and the features that were asked for. Two shapes are equal
/// when all of it is. Immutable.
/// </summary>
public sealed class LookupShape : IEquatable<LookupShape>
{
    private readonly string _identity;

    /// <summary>Describes a lookup.</summary>
    /// <param name="service">The service that was asked for; null when features were named.</param>
    /// <param name="view">The view version.</param>
    /// <param name="ttl">Its ttl at that time; zero for none.</param>
    /// <param name="strictBefore">Whether an event exactly at T did not count.</param>
    /// <param name="features">Names of the features: newest values first, in the order of the view, then aggregates.</param>
    /// <param name="ownRows">How many of them, from the first on, had a stored row of their own.</param>
    /// <param name="computedFrom">What the features were computed from; null for stored ones.</param>
    public LookupShape(string? service, FeatureViewId view, TimeSpan ttl, bool strictBefore, IReadOnlyList<string> features, int ownRows, ComputedFrom? computedFrom = null)
    {
        (Service, View, Ttl, StrictBefore, Features, OwnRows, ComputedFrom) = (service, view, ttl, strictBefore, features, ownRows, computedFrom);
        _identity = string.Create(CultureInfo.InvariantCulture, $"{service}\n{view}\n{ttl.Ticks}\n{strictBefore}\n{ownRows}\n{computedFrom}\n{string.Join('\n', features)}");
    }

    /// <summary>The service that was asked for; null when features were named.</summary>
    public string? Service { get; }

    /// <summary>The view version.</summary>
    public FeatureViewId View { get; }

    /// <summary>The ttl at that time.</summary>
    public TimeSpan Ttl { get; }

    /// <summary>Whether an event exactly at T did not count.</summary>
    public bool StrictBefore { get; }

    /// <summary>Names of the features.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>How many features, from the first on, had a stored row of their own.</summary>
    public int OwnRows { get; }

    /// <summary>What the features were computed from, where the view is an on-demand view; null for stored features.</summary>
    public ComputedFrom? ComputedFrom { get; }

    /// <summary>Values that are logged of an answer: those of the features, then those of the inputs.</summary>
    public int ValueCount => Features.Count + (ComputedFrom?.Inputs.Count ?? 0);

    /// <summary>Stored rows that an answer came from: the view's own, then those of single features.</summary>
    public int StoredRows => 1 + OwnRows;

    /// <summary>The rules of age that the lookup followed.</summary>
    /// <param name="view">The view version as it is defined now.</param>
    internal PointInTimeRules RulesOf(FeatureView view) => PointInTimeRules.OfLookups(view with { Ttl = Ttl, StrictBefore = StrictBefore });

    /// <inheritdoc />
    public bool Equals(LookupShape? other) => other is not null && string.Equals(_identity, other._identity, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as LookupShape);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(_identity, StringComparison.Ordinal);
}

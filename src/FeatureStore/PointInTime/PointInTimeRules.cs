using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.PointInTime;

/// <summary>
/// Which rows of a view an entity row at time T may see. The one place of these rules: online lookups, training sets and checks ask here.
/// All times are microseconds since 1970 in UTC.
/// </summary>
public sealed class PointInTimeRules
{
    /// <summary>What <see cref="VisibleFrom"/> gives for a row that no entity row sees.</summary>
    public const long Never = long.MaxValue;

    private readonly long _ttl;
    private readonly long _step;
    private readonly long _lastArrival;
    private readonly bool _arrivalByEntityTime;

    /// <summary>The rules of a view.</summary>
    /// <param name="view">Gives the ttl and whether a row exactly at T counts.</param>
    /// <param name="asKnownAt">Rows count only if they had arrived by then; null: no cut at a fixed moment.</param>
    /// <param name="asKnownAtEntityTime">When true a row counts for T only if it had arrived by T.</param>
    public PointInTimeRules(FeatureView view, Instant? asKnownAt, bool asKnownAtEntityTime)
    {
        _ttl = view.Ttl.Ticks / TimeSpan.TicksPerMicrosecond;
        _step = view.StrictBefore ? 1 : 0;
        _lastArrival = asKnownAt?.UnixMicroseconds ?? long.MaxValue;
        _arrivalByEntityTime = asKnownAtEntityTime;
    }

    /// <summary>The rules of lookups: what had arrived is known.</summary>
    public static PointInTimeRules OfLookups(FeatureView view) => new(view, asKnownAt: null, asKnownAtEntityTime: false);

    /// <summary>What is added to an event time: microseconds after it that a row is seen from.</summary>
    public long Step => _step;

    /// <summary>The last arrival time that counts; the largest value where there is no cut.</summary>
    public long LastArrival => _lastArrival;

    /// <summary>Whether it matters when a row arrived.</summary>
    public bool NeedsArrival => _arrivalByEntityTime || _lastArrival < long.MaxValue;

    /// <summary>Whether a row is seen no earlier than it arrived.</summary>
    public bool IsSeenOnArrival => _arrivalByEntityTime;

    /// <summary>
    /// The earliest T that sees a row: its event time (a microsecond later for a view that is strictly before), and no earlier than its arrival
    /// where that is asked. Every later T sees it too, as far as <see cref="Reaches"/> goes.
    /// </summary>
    public long VisibleFrom(long eventTime, long arrivalTime)
    {
        if (arrivalTime > _lastArrival)
        {
            return Never;
        }

        var visible = eventTime > Never - _step ? Never : eventTime + _step;
        return _arrivalByEntityTime ? Math.Max(visible, arrivalTime) : visible;
    }

    /// <summary>
    /// The moment that a lookup answers for: the one asked for, and no earlier than the newest row is seen from, since a lookup serves that one also while its time is still to come.
    /// </summary>
    /// <param name="time">The moment asked for.</param>
    /// <param name="newest">Event time of the newest row that had arrived; the smallest value when there is none.</param>
    public long LookupMoment(long time, long newest) => Math.Max(time, newest > Never - _step ? Never : newest + _step);

    /// <summary>Whether a row of <paramref name="eventTime"/> is still valid at <paramref name="entityTime"/>: not older than the ttl, its end included.</summary>
    public bool Reaches(long eventTime, long entityTime) => eventTime >= OldestFor(entityTime);

    /// <summary>The oldest event time that is still valid at <paramref name="entityTime"/>.</summary>
    public long OldestFor(long entityTime)
        => _ttl == 0 || entityTime < long.MinValue + _ttl ? long.MinValue : entityTime - _ttl;
}

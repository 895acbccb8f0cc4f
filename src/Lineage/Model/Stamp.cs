using Catalog.Core.Values;

namespace Lineage.Model;

/// <summary>
/// Decides which of two statements about the same thing holds: the one of the later event, or of the greater hash when both events
/// bear the same time. The order in which events arrive has no part in it.
/// </summary>
/// <param name="Time">Event time.</param>
/// <param name="Tie">First bits of the event's hash.</param>
public readonly record struct Stamp(Instant Time, long Tie) : IComparable<Stamp>
{
    /// <inheritdoc />
    public int CompareTo(Stamp other)
    {
        var byTime = Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : Tie.CompareTo(other.Tie);
    }

    /// <summary>Earlier than.</summary>
    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;

    /// <summary>Later than.</summary>
    public static bool operator >(Stamp left, Stamp right) => left.CompareTo(right) > 0;

    /// <summary>Earlier than or equal to.</summary>
    public static bool operator <=(Stamp left, Stamp right) => left.CompareTo(right) <= 0;

    /// <summary>Later than or equal to.</summary>
    public static bool operator >=(Stamp left, Stamp right) => left.CompareTo(right) >= 0;
}

namespace EndToEnd.Tests.Proof;

/// <summary>The naive answer of a window: the events of a key with <c>floor(T - window, hop) &lt; time &lt;= T</c>, without those that came too late. Shares nothing with the product.</summary>
/// <typeparam name="T">An event.</typeparam>
internal sealed class WindowOracle<T>
{
    private readonly Dictionary<string, List<(DateTime Time, bool IsLate, T Event)>> _byKey = new(StringComparer.Ordinal);
    private readonly Func<T, DateTime> _timeOf;

    /// <param name="events">The events in the order in which they arrive.</param>
    /// <param name="keyOf">The key of an event.</param>
    /// <param name="timeOf">Its time.</param>
    /// <param name="lateness">How much earlier than the newest one before it an event may be.</param>
    internal WindowOracle(IEnumerable<T> events, Func<T, string> keyOf, Func<T, DateTime> timeOf, TimeSpan lateness)
    {
        _timeOf = timeOf;
        var newest = DateTime.MinValue;
        foreach (var one in events)
        {
            var time = timeOf(one);
            if (!_byKey.TryGetValue(keyOf(one), out var events1))
            {
                _byKey.Add(keyOf(one), events1 = []);
            }

            var isLate = newest - time > lateness;
            LateCount += isLate ? 1 : 0;
            events1.Add((time, isLate, one));
            newest = time > newest ? time : newest;
        }

        foreach (var (key, unsorted) in _byKey.ToList())
        {
            // OrderBy keeps the order of arrival within one time.
            _byKey[key] = [.. unsorted.OrderBy(static one => one.Time)];
        }
    }

    internal IReadOnlyList<string> Keys => [.. _byKey.Keys.Order(StringComparer.Ordinal)];

    internal int LateCount { get; }

    /// <summary>Whether the key had any event by then: only then there are values.</summary>
    internal bool Has(string key, DateTime at) => _byKey.TryGetValue(key, out var events) && events[0].Time <= at;

    internal DateTime NewestTimeOf(string key) => _byKey[key][^1].Time;

    internal DateTime SomeTimeOf(string key, Random random) => _timeOf(_byKey[key][random.Next(_byKey[key].Count)].Event);

    /// <summary>The events that count at a time, oldest first; of one time in the order of arrival.</summary>
    internal List<T> In(string key, DateTime at, TimeSpan window)
    {
        var hop = window <= TimeSpan.FromHours(12) ? TimeSpan.FromMinutes(5) : window <= TimeSpan.FromDays(12) ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        var edge = (at - window - DateTime.UnixEpoch).Ticks;
        var start = DateTime.UnixEpoch.AddTicks(edge - (((edge % hop.Ticks) + hop.Ticks) % hop.Ticks));
        return [.. _byKey[key].Where(one => one.Time > start && one.Time <= at && !one.IsLate).Select(static one => one.Event)];
    }
}

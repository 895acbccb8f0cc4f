namespace Catalog.Core.Errors;

/// <summary>
/// Decides how failures that are tried again are told: the first of a kind whole, its repetitions with their number and a minute apart at least. An engine that is away is one kind, whoever misses it; any other
/// failure is of its own kind for each that it happens to. A kind that stayed away for five minutes is new when it comes again. Thread-safe.
/// </summary>
/// <param name="clock">Measures.</param>
public sealed class RepeatedFailures(TimeProvider clock)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Counts a failure and says how to tell it.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="subject">What it happened to.</param>
    public FailureTelling Count(Exception error, string subject)
    {
        ArgumentNullException.ThrowIfNull(error);
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            foreach (var (gone, _) in _known.Where(entry => clock.GetElapsedTime(entry.Value.Came, now) >= Memory).ToList())
            {
                _known.Remove(gone);
            }

            var kind = KindOf(error, subject);
            if (!_known.TryGetValue(kind, out var known))
            {
                _known[kind] = new Known(Told: now, Came: now, Repeats: 0);
                return new FailureTelling(IsNew: true, Repeats: 0);
            }

            var repeats = known.Repeats + 1;
            var isTold = clock.GetElapsedTime(known.Told, now) >= Silence;
            _known[kind] = isTold ? new Known(Told: now, Came: now, Repeats: 0) : known with { Came = now, Repeats = repeats };
            return new FailureTelling(IsNew: false, isTold ? repeats : 0);
        }
    }

    /// <summary>Counts a failure and tells it: whole when it is new, and how often it was repeated when that is due; else nothing.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="subject">What it happened to.</param>
    /// <param name="whole">Tells it.</param>
    /// <param name="again">Tells how many more times it, or one of its kind, happened since it was last told; null where repetitions are not told.</param>
    public void Tell(Exception error, string subject, Action whole, Action<int>? again = null)
    {
        ArgumentNullException.ThrowIfNull(whole);
        var telling = Count(error, subject);
        if (telling.IsNew)
        {
            whole();
        }
        else if (telling.Repeats > 0)
        {
            again?.Invoke(telling.Repeats);
        }
    }

    private static string KindOf(Exception error, string subject) => error switch
    {
        CatalogException { IsTransient: true } away => away.Code,
        CatalogException known => $"{known.Code} {subject}",
        _ => $"{error.GetType()} {subject}",
    };

    private readonly record struct Known(long Told, long Came, int Repeats);
}

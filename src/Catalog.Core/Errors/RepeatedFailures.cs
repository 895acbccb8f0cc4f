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

    private static string KindOf(Exception error, string subject) => error switch
    {
        CatalogException { IsTransient: true } away => away.Code,
        CatalogException known => $"{known.Code} {subject}",
        _ => $"{error.GetType()} {subject}",
    };

    private readonly record struct Known(long Told, long Came, int Repeats);
}

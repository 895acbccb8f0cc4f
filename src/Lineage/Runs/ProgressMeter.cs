using Catalog.Core.Values;

namespace Lineage.Runs;

/// <summary>Counts work done and measures its rate. Reporting is cheap and thread-safe; sampling is done by one caller.</summary>
internal sealed class ProgressMeter(string unit, long done, long? total)
{
    private const int SamplesKept = 10;
    private const long Unknown = -1;

    private readonly Queue<(Instant Time, long Done)> _samples = new();
    private long _done = done;
    private long _total = total ?? Unknown;
    private double _rate;

    public void Report(long doneNow, long? totalNow)
    {
        if (totalNow is { } known)
        {
            Interlocked.Exchange(ref _total, known);
        }

        var seen = Interlocked.Read(ref _done);
        while (doneNow > seen)
        {
            var before = Interlocked.CompareExchange(ref _done, doneNow, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Takes note of how much is done at this time; called about once a second.</summary>
    public void Sample(Instant now)
    {
        var current = Interlocked.Read(ref _done);
        _samples.Enqueue((now, current));
        while (_samples.Count > SamplesKept + 1)
        {
            _samples.Dequeue();
        }

        var (time, earlier) = _samples.Peek();
        var seconds = (now - time).TotalSeconds;
        Volatile.Write(ref _rate, seconds > 0 ? (current - earlier) / seconds : 0);
    }

    public RunProgress Read(Instant now)
    {
        var known = Interlocked.Read(ref _total);
        return new RunProgress(Interlocked.Read(ref _done), known == Unknown ? null : known, unit, Volatile.Read(ref _rate), now);
    }
}

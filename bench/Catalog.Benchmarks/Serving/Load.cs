using System.Diagnostics;

namespace Catalog.Benchmarks.Serving;

/// <summary>Puts a door under load.</summary>
/// <param name="door">The door.</param>
/// <param name="requests">What is asked, in turn.</param>
internal sealed class Load(ServingDoor door, byte[][] requests)
{
    /// <summary>Waiting is that exact; the rest of the time is spun away.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(1.5);

    private static readonly SemaphoreSlim Never = new(0);

    /// <summary>Sends at a constant rate, whatever becomes of the answers. The time of a request counts from the moment at which it was due, so that a server that stands still makes all later ones late.</summary>
    internal async Task<LoadFigures> AtRateAsync(double rate, TimeSpan time)
    {
        var count = Math.Max(1, (int)(rate * time.TotalSeconds));
        var asked = new Task<double>[count];
        var clock = Stopwatch.StartNew();
        await Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < count; i++)
                {
                    var due = TimeSpan.FromSeconds(i / rate);
                    WaitUntil(due, clock);
                    var request = requests[i % requests.Length];
                    asked[i] = Task.Run(() => AskAsync(request, due, clock));
                }
            },
            TaskCreationOptions.LongRunning);
        var milliseconds = await Task.WhenAll(asked);
        return new LoadFigures(count / clock.Elapsed.TotalSeconds, milliseconds);
    }

    /// <summary>Some clients, each of which sends its next request once it has the answer to the one before.</summary>
    internal async Task<LoadFigures> AtMostAsync(int clients, TimeSpan time)
    {
        var next = 0;
        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var milliseconds = new List<double>();
            while (clock.Elapsed is var begun && begun < time)
            {
                milliseconds.Add(await AskAsync(requests[(uint)Interlocked.Increment(ref next) % requests.Length], begun, clock));
            }

            return milliseconds;
        })));
        var all = times.SelectMany(static list => list).ToArray();
        return new LoadFigures(all.Length / clock.Elapsed.TotalSeconds, all);
    }

    /// <summary>Milliseconds, or infinity for a request that failed.</summary>
    private async Task<double> AskAsync(byte[] request, TimeSpan due, Stopwatch clock)
    {
        try
        {
            await door.AskAsync(request, Stream.Null);
            return (clock.Elapsed - due).TotalMilliseconds;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return double.PositiveInfinity;
        }
    }

    private static void WaitUntil(TimeSpan due, Stopwatch clock)
    {
        while (due - clock.Elapsed is var left && left > TimeSpan.Zero)
        {
            if (left > Rest)
            {
                Never.Wait(left - Rest);
            }
            else
            {
                Thread.SpinWait(20);
            }
        }
    }
}

/// <summary>What a load gave.</summary>
internal sealed class LoadFigures
{
    private readonly double[] _milliseconds;

    /// <param name="rate">Requests per second that were answered or failed.</param>
    /// <param name="milliseconds">Time of each, infinity where it failed.</param>
    internal LoadFigures(double rate, double[] milliseconds)
    {
        (Rate, _milliseconds) = (rate, milliseconds);
        Array.Sort(_milliseconds);
    }

    internal double Rate { get; }

    internal int Count => _milliseconds.Length;

    internal int Failed => _milliseconds.Count(double.IsPositiveInfinity);

    /// <summary>Milliseconds that so many hundredths of the requests did not exceed.</summary>
    internal double Percentile(int hundredths) => _milliseconds[Math.Min(_milliseconds.Length - 1, _milliseconds.Length * hundredths / 100)];
}

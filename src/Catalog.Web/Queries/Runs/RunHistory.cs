using Catalog.Core.Values;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>How many runs began in each quarter of an hour of the last day.</summary>
/// <param name="Quarters">96 quarters, the last one runs until now.</param>
/// <param name="End">When the last quarter ends.</param>
/// <param name="IsCut">Whether there were more runs than were read; the earliest quarters are then too low.</param>
public sealed record RunHistory(IReadOnlyList<RunQuarter> Quarters, Instant End, bool IsCut)
{
    /// <summary>Quarters of an hour in a day.</summary>
    public const int QuarterCount = 96;

    /// <summary>Length of a quarter.</summary>
    public static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>Sorts runs into their quarters; those that began earlier are left out.</summary>
    public static RunHistory Of(IEnumerable<RunSummary> runs, Instant now, bool isCut)
    {
        var length = (long)Quarter.TotalMicroseconds;
        var end = (now.UnixMicroseconds / length * length) + length;
        var quarters = new RunQuarter[QuarterCount];
        foreach (var run in runs)
        {
            var place = QuarterCount - 1 - ((end - 1 - (run.StartedAt ?? run.LastSeen).UnixMicroseconds) / length);
            if (place is >= 0 and < QuarterCount)
            {
                quarters[place] = quarters[place].Add(run.State);
            }
        }

        return new RunHistory(quarters, new Instant(end), isCut);
    }

    public int Count(Func<RunQuarter, int> of) => Quarters.Sum(of);
}

/// <summary>Runs that began in one quarter of an hour, by how they stand now.</summary>
public readonly record struct RunQuarter(int Ended, int Failed, int Running)
{
    public int All => Ended + Failed + Running;

    public RunQuarter Add(RunState state) => state switch
    {
        RunState.Failed => this with { Failed = Failed + 1 },
        RunState.Running or RunState.New => this with { Running = Running + 1 },
        _ => this with { Ended = Ended + 1 },
    };
}

using Catalog.Core.Errors;

namespace Catalog.Core.Tests.Errors;

public sealed class RepeatedFailuresTests
{
    private static readonly FailureTelling Whole = new(IsNew: true, Repeats: 0);
    private static readonly FailureTelling Nothing = new(IsNew: false, Repeats: 0);

    private readonly StepClock _clock = new();
    private readonly RepeatedFailures _failures;

    public RepeatedFailuresTests() => _failures = new RepeatedFailures(_clock);

    [Fact]
    public void Count_EngineAway_IsToldWholeOnceForAllThenOnceAMinuteWithItsNumber()
    {
        Assert.Equal(Whole, _failures.Count(new Fault(ErrorCategory.Unavailable), "a"));
        Assert.Equal(Nothing, _failures.Count(new Fault(ErrorCategory.Unavailable), "b"));
        _clock.Step(TimeSpan.FromSeconds(59));
        Assert.Equal(Nothing, _failures.Count(new Fault(ErrorCategory.Unavailable), "a"));
        _clock.Step(TimeSpan.FromSeconds(1));

        Assert.Equal(new FailureTelling(IsNew: false, Repeats: 3), _failures.Count(new Fault(ErrorCategory.Unavailable), "b"));
        Assert.Equal(Nothing, _failures.Count(new Fault(ErrorCategory.Unavailable), "b"));
    }

    [Fact]
    public void Count_Defects_AreOfTheirOwnKindForEachThatTheyHappenTo()
    {
        Assert.Equal(Whole, _failures.Count(new InvalidOperationException(), "a"));
        Assert.Equal(Whole, _failures.Count(new InvalidOperationException(), "b"));
        Assert.Equal(Whole, _failures.Count(new Fault(ErrorCategory.DataLoss), "a"));
        Assert.Equal(Whole, _failures.Count(new Fault(ErrorCategory.DataLoss), "b"));
        Assert.Equal(Nothing, _failures.Count(new InvalidOperationException(), "a"));
    }

    [Fact]
    public void Count_AfterFiveQuietMinutes_IsToldWholeAgain()
    {
        _failures.Count(new Fault(ErrorCategory.Unavailable), "a");
        _clock.Step(TimeSpan.FromMinutes(5));

        Assert.Equal(Whole, _failures.Count(new Fault(ErrorCategory.Unavailable), "a"));
    }

    [Fact]
    public void Tell_EngineAway_SaysItWholeThenOnceAMinuteHowOften()
    {
        var told = new List<string>();
        for (var second = 0; second < 130; second++)
        {
            _failures.Tell(new Fault(ErrorCategory.Unavailable), "a", () => told.Add("whole"), times => told.Add($"{times} more"));
            _failures.Tell(new InvalidOperationException(), "a", () => told.Add("defect"));
            _clock.Step(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["whole", "defect", "60 more", "60 more"], told);
    }

    private sealed class Fault(ErrorCategory category) : CatalogException("fault", category, "It failed.");

    private sealed class StepClock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        internal void Step(TimeSpan span) => _now += span.Ticks;
    }
}

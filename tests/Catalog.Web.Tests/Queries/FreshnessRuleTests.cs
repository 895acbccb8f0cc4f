using Catalog.Core.Values;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Tests.Queries;

public sealed class FreshnessRuleTests
{
    [Theory]
    [InlineData("1h", "1h", "90d", Status.Fresh)]
    [InlineData("1h1s", "1h", "90d", Status.Late)]
    [InlineData("90d", "1h", "90d", Status.Late)]
    [InlineData("90d1s", "1h", "90d", Status.Stale)]
    [InlineData("10h", "1h", null, Status.Late)]
    [InlineData("10h1s", "1h", null, Status.Stale)]
    [InlineData("30d", null, "30d", Status.Fresh)]
    [InlineData("30d1s", null, "30d", Status.Stale)]
    [InlineData("0", null, null, Status.Unknown)]
    public void Judge_AnAge_IsHeldAgainstPromiseAndMaxAge(string age, string? promise, string? maxAge, Status expected)
        => Assert.Equal(expected, FreshnessRule.Judge(FixedClock.Now - Span(age)!.Value, FixedClock.Now, Span(promise), Span(maxAge)));

    [Fact]
    public void Judge_MaxAgeShorterThanThePromise_IsNeverLateAlone()
        => Assert.Equal(Status.Stale, FreshnessRule.Judge(FixedClock.Now - TimeSpan.FromHours(2), FixedClock.Now, TimeSpan.FromHours(9), TimeSpan.FromHours(1)));

    [Fact]
    public void Judge_NoEvent_IsUnknown()
        => Assert.Equal(Status.Unknown, FreshnessRule.Judge(null, FixedClock.Now, TimeSpan.FromHours(1), TimeSpan.FromHours(1)));

    [Fact]
    public void Judge_EventAheadOfTheClock_IsFresh()
        => Assert.Equal(Status.Fresh, FreshnessRule.Judge(FixedClock.Now + TimeSpan.FromDays(400), FixedClock.Now, TimeSpan.FromHours(1), null));

    private static TimeSpan? Span(string? text) => text is null ? null : Duration.TryParse(text, out var span) ? span : throw new FormatException(text);
}

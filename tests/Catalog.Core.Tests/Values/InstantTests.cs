using Catalog.Core.Values;

namespace Catalog.Core.Tests.Values;

public sealed class InstantTests
{
    [Theory]
    [InlineData("2011-12-09T12:50:00+01:00", "2011-12-09T11:50:00Z")]
    [InlineData("2011-12-09T12:50:00", "2011-12-09T12:50:00Z")]
    [InlineData("2011-12-09 12:50", "2011-12-09T12:50:00Z")]
    [InlineData("2011-12-09T12:50:00.123Z", "2011-12-09T12:50:00.123Z")]
    [InlineData("2011-12-09T12:50:00.1234567Z", "2011-12-09T12:50:00.123456Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public void TryParse_Text_IsTheInstantInUtc(string text, string expected)
    {
        Assert.True(Instant.TryParse(text, out var instant));
        Assert.Equal(expected, instant.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2011-13-01")]
    public void TryParse_NoTime_IsFalse(string? text) => Assert.False(Instant.TryParse(text, out _));

    [Fact]
    public void ToString_OutsideOfTheYears_StillSaysSomething()
    {
        Assert.Equal("9223372036854775807us", new Instant(long.MaxValue).ToString());
        Assert.Throws<OverflowException>(() => new Instant(long.MaxValue).ToDateTime());
    }

    [Fact]
    public void Arithmetic_AndOrder_FollowTheMicroseconds()
    {
        var instant = new Instant(1_000_000);

        Assert.Equal(new Instant(3_500_000), instant + TimeSpan.FromSeconds(2.5));
        Assert.Equal(new Instant(-1_500_000), instant - TimeSpan.FromSeconds(2.5));
        Assert.Equal(TimeSpan.FromSeconds(1), instant - new Instant(0));
        Assert.True(new Instant(-1) < new Instant(0) && new Instant(0) <= new Instant(0) && new Instant(1) > new Instant(0) && new Instant(1) >= new Instant(1));
    }

    [Fact]
    public void FromDateTime_AnyTicks_RoundsTowardsThePast()
    {
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var time = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Local);

            var back = Instant.FromDateTime(time).ToDateTime();

            Assert.InRange(time.Ticks - back.Ticks, 0, TimeSpan.TicksPerMicrosecond - 1);
        }
    }
}

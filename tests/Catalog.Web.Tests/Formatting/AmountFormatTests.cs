using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.Tests.Components;

namespace Catalog.Web.Tests.Formatting;

public sealed class AmountFormatTests
{
    [Theory]
    [InlineData(new[] { 34.199999999999996, 93.6, 12.0 }, "34.2|93.6|12.0")]
    [InlineData(new[] { 9.959999999999999, -23.4 }, "9.96|−23.40")]
    [InlineData(new[] { 1_200.0, -3.0 }, "1,200|−3")]
    [InlineData(new[] { 1.0 / 3, 1.0 }, "0.333333|1.000000")]
    [InlineData(new[] { 1e-9, 2.5 }, "1E−9|2.5")]
    [InlineData(new[] { double.NaN, 2.0 }, "NaN|2")]
    public void Text_NumbersOfAColumn_HaveTheDecimalsThatTheyNeed(double[] numbers, string expected)
    {
        var format = AmountFormat.Of(numbers);

        Assert.Equal(expected, string.Join('|', numbers.Select(format.Text)));
    }

    [Theory]
    [InlineData(207.76, "+207.76")]
    [InlineData(-9.13, "−9.13")]
    [InlineData(0, "0.00")]
    public void Signed_Number_HasItsSign(double number, string expected) => Assert.Equal(expected, AmountFormat.Of([0.01]).Signed(number));

    [Theory]
    [InlineData(0, 3, true, "0|1|2|3")]
    [InlineData(0, 0, false, "0")]
    [InlineData(0, 1, true, "0|1")]
    [InlineData(-32.53, 221.44, false, "0|100|200")]
    [InlineData(-200, 0, false, "-200|-100|0")]
    [InlineData(0, 7, true, "0|2|4|6")]
    [InlineData(0, 0.3, false, "0|0.1|0.2|0.3")]
    public void OfNumbers_Range_AreRoundAndHoldZero(double least, double most, bool isWhole, string expected)
        => Assert.Equal(expected, string.Join('|', AxisTicks.OfNumbers(least, most, isWhole).Select(static tick => Math.Round(tick, 6).ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void OfTimes_Week_IsEveryMidnight()
    {
        var ticks = AxisTicks.OfTimes(FixedClock.Now - TimeSpan.FromDays(7), FixedClock.Now, 8);

        Assert.Equal(7, ticks.Count);
        Assert.All(ticks, static tick => Assert.Equal(0, tick.At.UnixMicroseconds % 86_400_000_000));
        Assert.Equal("Fri 20", ticks[^1].Text);
    }

    [Theory]
    [InlineData("2026-11-15T10:00:00Z", "2026-11-15T11:00:00Z", "15 Nov 10:00 to 11:00")]
    [InlineData("2026-11-15T00:00:00Z", "2026-11-16T00:00:00Z", "15 Nov 00:00 to 16 Nov 00:00")]
    [InlineData("2026-11-15T10:00:00Z", "2026-11-15T10:03:07.5Z", "15 Nov 10:00 to 10:03:07")]
    public void Span_TwoTimes_IsAsShortAsItCanBe(string from, string to, string expected)
    {
        Assert.True(Instant.TryParse(from, out var first) & Instant.TryParse(to, out var last));

        Assert.Equal(expected, Times.Span(first, last, FixedClock.Now));
    }
}

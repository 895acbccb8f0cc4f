using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.Tests.Components;

namespace Catalog.Web.Tests.Formatting;

public sealed class FormattingTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(-11062, "−11,062")]
    [InlineData(long.MinValue, "−9,223,372,036,854,775,808")]
    public void Count_Value_IsGroupedWithARealMinus(long value, string expected) => Assert.Equal(expected, Numbers.Count(value));

    [Theory]
    [InlineData(1, "1 entity")]
    [InlineData(0, "0 entities")]
    public void Count_WithNoun_AgreesWithIt(long value, string expected) => Assert.Equal(expected, Numbers.Count(value, "entity", "entities"));

    [Theory]
    [InlineData(61, "61")]
    [InlineData(999, "999")]
    [InlineData(1_000, "1 k")]
    [InlineData(2_040, "2 k")]
    [InlineData(2_300, "2.3 k")]
    [InlineData(9_960, "10 k")]
    [InlineData(212_000, "212 k")]
    [InlineData(999_499, "999 k")]
    [InlineData(999_500, "1 M")]
    [InlineData(4_100_000, "4.1 M")]
    [InlineData(3_000_000_000, "3 G")]
    public void Compact_Reads_StepsUp(long value, string expected) => Assert.Equal(expected, Numbers.Compact(value));

    [Theory]
    [InlineData(0, "0.0 %")]
    [InlineData(0.249, "24.9 %")]
    [InlineData(1, "100.0 %")]
    [InlineData(0.0001, "0.01 %")]
    [InlineData(0.000001, "< 0.01 %")]
    [InlineData(0.9997, "99.97 %")]
    [InlineData(0.9999999, "> 99.99 %")]
    [InlineData(-0.05, "−5.0 %")]
    [InlineData(double.NaN, "–")]
    public void Percent_Fraction_NeverPretendsNoneOrAll(double fraction, string expected) => Assert.Equal(expected, Numbers.Percent(fraction));

    [Fact]
    public void Percent_OfNothing_DoesNotApply() => Assert.Equal("–", Numbers.Percent(0, 0));

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(-0.0, "0.00")]
    [InlineData(1335.654, "1,335.65")]
    [InlineData(-11062.06, "−11,062.06")]
    [InlineData(0.0012, "1.2E−3")]
    [InlineData(1e20, "1E+20")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Statistic_Value_HasTwoDecimals(double value, string expected) => Assert.Equal(expected, Numbers.Statistic(value));

    [Theory]
    [InlineData(-1.5, "−1.5")]
    [InlineData(-1e-7, "−1E−07")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Text_OfADoubleOrAFloat_HasARealMinusAndTheSignOfTheInfinite(double value, string expected)
    {
        Assert.Equal(expected, Values.Text(Value.Of(value), Instant.MinValue));
        Assert.Equal(expected, Values.Text(Value.Of((float)value), Instant.MinValue));
    }

    [Fact]
    public void Text_OfAnEmptyText_IsSeen()
    {
        Assert.Equal("\"\"", Values.Text(Value.Of(""), Instant.MinValue));
        Assert.Equal("\"\", a", Values.Text(Value.OfList(ScalarType.String, [Value.Of(""), Value.Of("a")]), Instant.MinValue));
        Assert.Equal("null", Values.Text(Value.Null, Instant.MinValue));
    }

    [Theory]
    [InlineData(1, "1 byte")]
    [InlineData(71, "71 bytes")]
    [InlineData(12_345, "12.3 kB")]
    [InlineData(999_950, "1.0 MB")]
    [InlineData(1_200_000_000, "1.2 GB")]
    public void Bytes_Length_HasItsUnit(long bytes, string expected) => Assert.Equal(expected, Numbers.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.004, "< 0.01 ms")]
    [InlineData(0.127, "0.13 ms")]
    [InlineData(0.38, "0.38 ms")]
    [InlineData(7.4, "7.4 ms")]
    [InlineData(9.96, "10 ms")]
    [InlineData(38, "38 ms")]
    [InlineData(999.9, "1 s")]
    [InlineData(1_600, "1.6 s")]
    [InlineData(53_000, "53 s")]
    [InlineData(59_900, "1 min")]
    [InlineData(830_000, "13 min 50 s")]
    [InlineData(3_599_900, "1 h")]
    [InlineData(10_500_000, "2 h 55 min")]
    [InlineData(964_800_000, "11 d 4 h")]
    [InlineData(-1_600, "−1.6 s")]
    public void Exact_Duration_HasTwoUnitsAtMost(double milliseconds, string expected)
        => Assert.Equal(expected, Durations.Exact(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(4, "4 s")]
    [InlineData(119, "1 min")]
    [InlineData(7_199, "1 h")]
    [InlineData(26_006_400, "301 d")]
    public void Age_Duration_IsCut(double seconds, string expected) => Assert.Equal(expected, Durations.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("7d", "7 days")]
    [InlineData("1h", "1 hour")]
    [InlineData("25h30m", "1 day 1 hour 30 minutes")]
    [InlineData("0", "0 s")]
    public void Words_Window_IsSpelledOut(string duration, string expected)
        => Assert.Equal(expected, Duration.TryParse(duration, out var window) ? Durations.Words(window) : null);

    [Theory]
    [InlineData("2026-11-20T12:50:00Z", "2 min ago")]
    [InlineData("2026-11-20T12:51:59.5Z", "just now")]
    [InlineData("2026-11-20T12:52:53Z", "in 53 s")]
    [InlineData("2026-11-11T06:00:00Z", "9 d ago")]
    public void Relative_Instant_IsSeenFromNow(string at, string expected)
        => Assert.Equal(expected, Times.Relative(Parse(at), FixedClock.Now));

    [Theory]
    [InlineData("2026-11-20T10:26:00Z", "20 Nov 10:26", "20 Nov 10:26:00")]
    [InlineData("2026-11-20T10:26:00.412Z", "20 Nov 10:26", "20 Nov 10:26:00.412")]
    [InlineData("2011-12-09T12:50:00.000001Z", "9 Dec 2011 12:50", "9 Dec 2011 12:50:00.000001")]
    public void Minute_Instant_NamesAnotherYear(string at, string minute, string exact)
    {
        Assert.Equal(minute, Times.Minute(Parse(at), FixedClock.Now));
        Assert.Equal(exact, Times.Exact(Parse(at), FixedClock.Now));
    }

    [Fact]
    public void Times_OutsideTheCalendar_AreWrittenAsCounted()
    {
        var never = new Instant(long.MaxValue);

        Assert.Equal(never.ToString(), Times.Minute(never, FixedClock.Now));
        Assert.Equal(never.ToString(), Times.Stamp(never));
    }

    private static Instant Parse(string text) => Instant.TryParse(text, out var instant) ? instant : throw new FormatException(text);

    [Theory]
    [InlineData(224.95000000000002, "224.95", "224.95000000000002")]
    [InlineData(-0.30000000000000004, "−0.3", "−0.30000000000000004")]
    [InlineData(224.95, "224.95", "224.95")]
    [InlineData(1234567.875, "1234567.875", "1234567.875")]
    [InlineData(0.3333333333333333, "0.333333333333333", "0.3333333333333333")]
    public void Value_OfADouble_IsShownWithoutTheTraceOfBinaryFractions(double value, string shown, string exact)
    {
        var now = new Instant(0);

        Assert.Equal((shown, exact), (Values.Shown(Value.Of(value), now), Values.Text(Value.Of(value), now)));
    }
}

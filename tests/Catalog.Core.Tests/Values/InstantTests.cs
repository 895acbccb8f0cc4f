using System.Globalization;
using System.Text.RegularExpressions;
using Catalog.Core.Values;

namespace Catalog.Core.Tests.Values;

public sealed class InstantTests
{
    private static readonly Regex Grammar = new(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?\z", RegexOptions.CultureInvariant);

    [Theory]
    [InlineData("2011-12-09T12:50:00+01:00", "2011-12-09T11:50:00Z")]
    [InlineData("2011-12-09T12:50:00", "2011-12-09T12:50:00Z")]
    [InlineData("2011-12-09 12:50", "2011-12-09T12:50:00Z")]
    [InlineData("2011-12-09T12:50:00.123Z", "2011-12-09T12:50:00.123Z")]
    [InlineData("2011-12-09T12:50:00.1234567Z", "2011-12-09T12:50:00.123456Z")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00-01:00", "0001-01-01T01:00:00Z")]
    [InlineData("9999-12-31T23:59:59.99999999999Z", "9999-12-31T23:59:59.999999Z")]
    [InlineData("2011-12-09", "2011-12-09T00:00:00Z")]
    [InlineData(" \t2011-12-09\n", "2011-12-09T00:00:00Z")]
    [InlineData("2012-02-29t23:30z", "2012-02-29T23:30:00Z")]
    [InlineData("2011-12-09 12:50:00,25+0130", "2011-12-09T11:20:00.250Z")]
    [InlineData("2011-12-09T12:50:00-08", "2011-12-09T20:50:00Z")]
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
    [InlineData("2011-02-29")]
    [InlineData("1.12.2026")]
    [InlineData("01.12.2026")]
    [InlineData("12/01/2026")]
    [InlineData("01-12-2026")]
    [InlineData("2026/12/01")]
    [InlineData("2026.12.01")]
    [InlineData("2026-12-1")]
    [InlineData("2026-12")]
    [InlineData("2026")]
    [InlineData("20261201")]
    [InlineData("26-12-01")]
    [InlineData("1 December 2026")]
    [InlineData("Tue, 01 Dec 2026 10:00:00 GMT")]
    [InlineData("10:00")]
    [InlineData("2026-12-01 9:00")]
    [InlineData("2026-12-01 09:00 PM")]
    [InlineData("2026-12-01T09:00 Europe/Berlin")]
    [InlineData("2026-12-01T24:00:00Z")]
    [InlineData("2026-12-01T09:00:60Z")]
    [InlineData("2026-12-01T09:00:00Z\0")]
    [InlineData("2026-12-01T09:00:00Z\uD800")]
    [InlineData("２０２６-12-01")]
    [InlineData("+2026-12-01")]
    [InlineData("-2026-12-01")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void TryParse_NoTime_IsFalse(string? text) => Assert.False(Instant.TryParse(text, out _));

    [Fact]
    public void TryParse_LongText_IsFalse() => Assert.False(Instant.TryParse("2026-12-01T09:00:00." + new string('0', 1_000_000) + "Z", out _));

    [Theory]
    [InlineData("yyyy-MM-dd", true)]
    [InlineData("yyyy-MM-dd HH:mm", true)]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss", true)]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true)]
    [InlineData("yyyy-MM-dd HH:mm:ss,ffffff'+00:00'", true)]
    [InlineData("d.M.yyyy", false)]
    [InlineData("dd.MM.yyyy HH:mm", false)]
    [InlineData("M/d/yyyy", false)]
    [InlineData("MM-dd-yyyy", false)]
    [InlineData("yyyy/MM/dd", false)]
    [InlineData("yyyyMMdd", false)]
    [InlineData("R", false)]
    [InlineData("HH:mm:ss", false)]
    public void TryParse_AnyTimeInAFormat_IsThatTimeOrNone(string format, bool isIso)
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var text = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks)).ToString(format, CultureInfo.InvariantCulture);

            Assert.True(Instant.TryParse(text, out var instant) == isIso, text);
            Assert.True(!isIso || instant.ToDateTime().ToString(format, CultureInfo.InvariantCulture) == text, text);
        }
    }

    [Fact]
    public void TryParse_OfToString_IsTheSame()
    {
        var random = new Random(3);
        for (var round = 0; round < 5_000; round++)
        {
            var instant = new Instant(random.NextInt64(Instant.MinValue.UnixMicroseconds, Instant.MaxValue.UnixMicroseconds + 1));

            Assert.True(Instant.TryParse(instant.ToString(), out var back));
            Assert.Equal(instant, back);
        }
    }

    /// <summary>Texts that differ in one place from a time: what is no time of the grammar is refused, and what is one has the value that the framework reads.</summary>
    [Fact]
    public void TryParse_TextsNearTimes_AgreesWithTheGrammar()
    {
        const string letters = "0123456789-:+.,TtZz /\0é";
        var random = new Random(11);
        string[] times = ["2011-12-09", "2011-12-09T12:50", "2011-12-09 12:50:07", "2011-12-09T12:50:07.25Z", "2011-12-09T12:50:07,123456+01:00", "2011-12-09T12:50-0830"];
        for (var round = 0; round < 50_000; round++)
        {
            var text = times[random.Next(times.Length)];
            var (place, letter) = (random.Next(text.Length + 1), letters[random.Next(letters.Length)]);
            text = random.Next(3) switch
            {
                0 when place < text.Length => text.Remove(place, 1),
                1 when place < text.Length => text.Remove(place, 1).Insert(place, letter.ToString()),
                _ => text.Insert(place, letter.ToString()),
            };

            if (text.AsSpan().LastIndexOfAny('+', '-') is > 10 and var sign && text.AsSpan(sign + 1) is ['1', >= '5', ..])
            {
                continue; // Offsets beyond 14 hours, of which the framework knows none.
            }

            var expected = Grammar.IsMatch(text.Trim())
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? Instant.From(time) : (Instant?)null;

            Assert.Equal((expected is not null, expected ?? default), (Instant.TryParse(text, out var instant), instant));
        }
    }

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

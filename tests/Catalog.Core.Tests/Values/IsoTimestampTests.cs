using System.Globalization;
using System.Text;
using Catalog.Core.Values;

namespace Catalog.Core.Tests.Values;

public sealed class IsoTimestampTests
{
    [Fact]
    public void TryParse_RandomTimes_AgreesWithTheFramework()
    {
        var random = new Random(20261127);
        for (var i = 0; i < 20_000; i++)
        {
            var ticks = random.NextInt64(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
            var time = new DateTimeOffset(DateTime.MinValue.AddTicks(ticks), TimeSpan.Zero);
            var offset = TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1));
            var format = random.Next(4) switch
            {
                0 => "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz",
                1 => "yyyy-MM-dd' 'HH:mm:ss.fffzzz",
                2 => "yyyy-MM-dd'T'HH:mm:sszzz",
                _ => "yyyy-MM-dd'T'HH:mmzzz",
            };
            var text = new DateTimeOffset(time.DateTime, offset == TimeSpan.Zero || !IsInRange(ticks, offset) ? TimeSpan.Zero : offset).ToString(format, CultureInfo.InvariantCulture);

            Assert.True(IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out var local, out var read), text);

            var expected = DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture);
            Assert.Equal((expected.DateTime, expected.Offset), (local, read));
        }
    }

    [Theory]
    [InlineData("2011-12-9")]
    [InlineData("2011-02-29")]
    [InlineData("2011-12-09T24:00")]
    [InlineData("2011-12-09T12:60")]
    [InlineData("2011-12-09T12:50:60")]
    [InlineData("2011-12-09T12:50:00.")]
    [InlineData("2011-12-09T12:50:00.,5")]
    [InlineData("2011-12-09T12:50.5")]
    [InlineData("2011-12-09+01:00")]
    [InlineData("2011-12-09T")]
    [InlineData("2011-12-09T12:50:00+1")]
    [InlineData("2011-12-09T12:50:00+19:00")]
    [InlineData("2011-12-09T12:50:00Z ")]
    [InlineData("0000-01-01")]
    [InlineData("20111209")]
    [InlineData("")]
    public void TryParse_NotIso_Refuses(string text) => Assert.False(IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("2011-12-09T12:50:00.1234567899", 1_234_567)]
    [InlineData("2011-12-09T12:50:00,5", 5_000_000)]
    [InlineData("2011-12-09 12:50:00.000000000000000000000000000000000000001Z", 0)]
    public void TryParse_Fraction_IsCutBelowATick(string text, long ticks)
    {
        Assert.True(IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out var local, out _));
        Assert.Equal(ticks, local.Ticks % TimeSpan.TicksPerSecond);
    }

    private static bool IsInRange(long ticks, TimeSpan offset)
        => ticks - offset.Ticks >= DateTime.MinValue.Ticks && ticks - offset.Ticks <= DateTime.MaxValue.Ticks;
}

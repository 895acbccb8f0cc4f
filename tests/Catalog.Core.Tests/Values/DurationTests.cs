using Catalog.Core.Values;

namespace Catalog.Core.Tests.Values;

public sealed class DurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5_400)]
    [InlineData("30d", 2_592_000)]
    [InlineData("1d1h1m1s", 90_061)]
    [InlineData(" 2h ", 7_200)]
    [InlineData("0s", 0)]
    public void TryParse_LegalText_IsRead(string text, long seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("d")]
    [InlineData("1w")]
    [InlineData("1D")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("1m1h")]
    [InlineData("1h1h")]
    [InlineData("1d 2h")]
    [InlineData("99999999999999999999d")]
    [InlineData("10675200d")]
    public void TryParse_OtherText_IsNoDuration(string? text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void Format_AnyWholeSeconds_ReadsBack()
    {
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var duration = TimeSpan.FromSeconds(random.NextInt64(0, 1L << random.Next(1, 36)));

            Assert.True(Duration.TryParse(Duration.Format(duration), out var back));
            Assert.Equal(duration, back);
        }
    }
}

using Catalog.Definitions.Binding;

namespace Catalog.Definitions.Tests.Binding;

public sealed class DurationGuessTests
{
    [Theory]
    [InlineData("7 dayz", "7d")]
    [InlineData("7 Days", "7d")]
    [InlineData("1 hour, 30 minutes", "1h30m")]
    [InlineData("30m1h", "1h30m")]
    [InlineData("1.5h", "1h30m")]
    [InlineData("90 sec.", "1m30s")]
    [InlineData("2w", "14d")]
    [InlineData("30", "30d", "30h", "30m", "30s")]
    [InlineData("3 months")]
    [InlineData("1y")]
    [InlineData("100ms")]
    [InlineData("soon")]
    [InlineData("-1h")]
    [InlineData("999999999d")]
    [InlineData("")]
    public void Of_TextThatIsNoDuration_GivesWhatWasMeant(string text, params string[] expected) => Assert.Equal(expected, DurationGuess.Of(text));

    [Fact]
    public void Of_LongText_EndsAtOnce() => Assert.Empty(DurationGuess.Of(new string('1', 5_000) + "!"));
}

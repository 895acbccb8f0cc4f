using Catalog.Web.ViewModels;

namespace Catalog.Web.Tests.ViewModels;

public sealed class DiffTextTests
{
    [Fact]
    public void Of_AChangedLine_ShowsTheOldBeforeTheNew()
    {
        var diff = DiffText.Of("a\nb\nc\n", "a\nB\nc\nd\n");

        Assert.Equal("a\nb\nB\nc\nd", diff.Text);
        Assert.Equal(new Dictionary<int, LineMark> { [2] = LineMark.Removed, [3] = LineMark.Added, [5] = LineMark.Added }, diff.Marks);
        Assert.Equal((2, 1), (diff.Added, diff.Removed));
    }

    [Theory]
    [InlineData("a\r\nb\r\n", "a\nb")]
    [InlineData("", "")]
    public void Of_TheSameLines_HasNoMarks(string before, string after) => Assert.Empty(DiffText.Of(before, after).Marks);

    [Fact]
    public void Of_RandomTexts_HoldsBothAndNoMoreThanNeeded()
    {
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var (before, after) = (Lines(random), Lines(random));

            var diff = DiffText.Of(string.Join('\n', before), string.Join('\n', after));

            var lines = diff.Text.Length == 0 ? [] : diff.Text.Split('\n');
            Assert.Equal(before, lines.Where((_, place) => diff.Marks.GetValueOrDefault(place + 1) != LineMark.Added));
            Assert.Equal(after, lines.Where((_, place) => diff.Marks.GetValueOrDefault(place + 1) != LineMark.Removed));
            Assert.Equal(before.Length + after.Length - (2 * CommonLength(before, after)), diff.Marks.Count);
        }
    }

    [Fact]
    public void Of_TextsTooLongToCompare_ReplacesTheMiddle()
    {
        var diff = DiffText.Of(string.Join('\n', Enumerable.Range(0, 3000)), string.Join('\n', Enumerable.Range(0, 3000).Select(static line => line is 0 or 2999 ? line : -line)));

        Assert.Equal((2998, 2998), (diff.Added, diff.Removed));
    }

    private static string[] Lines(Random random) => [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => "abcd"[random.Next(4)].ToString())];

    // By the definition, without a table.
    private static int CommonLength(ReadOnlySpan<string> left, ReadOnlySpan<string> right)
        => left.IsEmpty || right.IsEmpty ? 0
            : left[0] == right[0] ? 1 + CommonLength(left[1..], right[1..])
            : Math.Max(CommonLength(left[1..], right), CommonLength(left, right[1..]));
}

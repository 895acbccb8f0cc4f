using Catalog.Definitions.Editing;

namespace Catalog.Definitions.Tests.Editing;

public sealed class LineDiffTests
{
    [Fact]
    public void Compare_ChangedLine_ShowsTheOldOneFirst()
        => Assert.Equal(
            [new(LineChange.Same, "a"), new(LineChange.Removed, "b"), new(LineChange.Added, "B"), new(LineChange.Same, "c")],
            LineDiff.Compare("a\nb\nc\n", "a\nB\nc\n"));

    [Fact]
    public void Compare_OtherLineEnds_AreNoDifference()
        => Assert.All(LineDiff.Compare("a\r\nb\r\n", "a\nb"), line => Assert.Equal(LineChange.Same, line.Change));

    [Fact]
    public void Compare_NothingBefore_IsAllAdded()
        => Assert.Equal([new(LineChange.Added, "a"), new(LineChange.Added, "b")], LineDiff.Compare(string.Empty, "a\nb\n"));

    [Fact]
    public void Compare_RandomTexts_GiveBothTextsBack()
    {
        var random = new Random(20261127);
        for (var round = 0; round < 500; round++)
        {
            var (before, after) = (RandomText(random), RandomText(random));

            var lines = LineDiff.Compare(before, after);

            Assert.Equal(before, Join(lines, LineChange.Removed));
            Assert.Equal(after, Join(lines, LineChange.Added));
        }
    }

    [Fact]
    public void Compare_TextsTooLargeForATable_StillGiveBothBack()
    {
        var before = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"old {i}\n"));
        var after = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"new {i}\n"));

        var lines = LineDiff.Compare("same\n" + before, "same\n" + after);

        Assert.Equal(LineChange.Same, lines[0].Change);
        Assert.Equal("same\n" + after, Join(lines, LineChange.Added));
    }

    [Fact]
    public void TryMerge_ChangesApart_AreBothThere()
        => Assert.Equal("A\nb\nc\nD\n", LineMerge.TryMerge("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n"));

    [Fact]
    public void TryMerge_SameLine_NeedsAPerson()
        => Assert.Null(LineMerge.TryMerge("a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n"));

    [Fact]
    public void TryMerge_BothAddAtTheEnd_NeedAPerson()
        => Assert.Null(LineMerge.TryMerge("a\n", "a\nmine\n", "a\ntheirs\n"));

    [Fact]
    public void TryMerge_SameChange_CountsOnce()
        => Assert.Equal("a\nX\nc\nz\n", LineMerge.TryMerge("a\nb\nc\n", "a\nX\nc\n", "a\nX\nc\nz\n"));

    [Fact]
    public void TryMerge_TheirLineEnds_AreKept()
        => Assert.Equal("A\r\nb\r\nc\r\n", LineMerge.TryMerge("a\nb\nc\n", "A\nb\nc\n", "a\r\nb\r\nc\r\n"));

    [Fact]
    public void TryMerge_OneSideUnchanged_IsTheOther()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var (start, changed) = (RandomText(random), RandomText(random) + "end\n");

            Assert.Equal(changed, LineMerge.TryMerge(start, start, changed));
            Assert.Equal(Join(LineDiff.Compare(start, changed), LineChange.Added), LineMerge.TryMerge(start + "end\n", changed, start + "end\n"));
        }
    }

    private static string RandomText(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => (char)('a' + random.Next(4)) + "\n"));

    private static string Join(IEnumerable<DiffLine> lines, LineChange kept)
        => string.Concat(lines.Where(line => line.Change == LineChange.Same || line.Change == kept).Select(line => line.Text + "\n"));
}

namespace Catalog.Definitions.Editing;

/// <summary>Puts the changes of two people, who started from one text, into one text.</summary>
public static class LineMerge
{
    /// <summary>
    /// The text with both changes; null when they touch the same lines, or lines side by side, and a person has to choose. The same change made by both
    /// counts once. Lines end as <paramref name="theirs"/> does.
    /// </summary>
    public static string? TryMerge(string start, string mine, string theirs)
    {
        var lines = LineDiff.Split(start);
        var ours = LineDiff.Hunks(lines, LineDiff.Split(mine));
        var others = LineDiff.Hunks(lines, LineDiff.Split(theirs));
        var all = new List<Hunk>(others);
        foreach (var hunk in ours)
        {
            if (others.Any(other => IsSame(hunk, other)))
            {
                continue;
            }

            if (others.Any(other => hunk.Start <= other.End && other.Start <= hunk.End))
            {
                return null;
            }

            all.Add(hunk);
        }

        return Apply(lines, all.OrderBy(static hunk => hunk.Start), theirs);
    }

    private static bool IsSame(Hunk one, Hunk other) => one.Start == other.Start && one.End == other.End && one.Lines.AsSpan().SequenceEqual(other.Lines);

    private static string Apply(string[] lines, IEnumerable<Hunk> hunks, string style)
    {
        var merged = new List<string>(lines.Length);
        var position = 0;
        foreach (var hunk in hunks)
        {
            merged.AddRange(lines[position..hunk.Start]);
            merged.AddRange(hunk.Lines);
            position = hunk.End;
        }

        merged.AddRange(lines[position..]);
        var lineEnd = style.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        return string.Join(lineEnd, merged) + (style.EndsWith('\n') ? lineEnd : string.Empty);
    }
}

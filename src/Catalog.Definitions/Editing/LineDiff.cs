namespace Catalog.Definitions.Editing;

/// <summary>Compares two texts line by line. How lines end does not count.</summary>
public static class LineDiff
{
    // Beyond it the table of common lines would take too much memory; the part that differs is then shown as a whole.
    private const long MaxTable = 4_000_000;

    /// <summary>All lines of both texts in order; where they differ, the old lines come before the new ones.</summary>
    public static IReadOnlyList<DiffLine> Compare(string before, string after)
    {
        var (old, now) = (Split(before), Split(after));
        var lines = new List<DiffLine>(Math.Max(old.Length, now.Length));
        var position = 0;
        foreach (var hunk in Hunks(old, now))
        {
            lines.AddRange(old[position..hunk.Start].Select(static line => new DiffLine(LineChange.Same, line)));
            lines.AddRange(old[hunk.Start..hunk.End].Select(static line => new DiffLine(LineChange.Removed, line)));
            lines.AddRange(hunk.Lines.Select(static line => new DiffLine(LineChange.Added, line)));
            position = hunk.End;
        }

        lines.AddRange(old[position..].Select(static line => new DiffLine(LineChange.Same, line)));
        return lines;
    }

    /// <summary>The lines of a text, without what ends them; the line end of the last one begins no further line.</summary>
    internal static string[] Split(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        return lines.Length == 0 ? [] : (lines.EndsWith('\n') ? lines[..^1] : lines).Split('\n');
    }

    /// <summary>The places at which two texts differ, in order; between them they are equal.</summary>
    internal static IReadOnlyList<Hunk> Hunks(string[] before, string[] after)
    {
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < before.Length - head && tail < after.Length - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        var (old, now) = (before[head..^tail], after[head..^tail]);
        if (old.Length == 0 && now.Length == 0)
        {
            return [];
        }

        return (long)old.Length * now.Length > MaxTable
            ? [new Hunk(head, head + old.Length, now)]
            : [.. Walk(old, now, Common(old, now), head)];
    }

    // Length of the longest common subsequence of the lines from (i, j) on.
    private static int[,] Common(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    private static IEnumerable<Hunk> Walk(string[] old, string[] now, int[,] common, int offset)
    {
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            var (start, from) = (i, j);
            while (!(i < old.Length && j < now.Length && old[i] == now[j]) && (i < old.Length || j < now.Length))
            {
                if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
                {
                    i++;
                }
                else
                {
                    j++;
                }
            }

            if (i > start || j > from)
            {
                yield return new Hunk(offset + start, offset + i, now[from..j]);
            }

            while (i < old.Length && j < now.Length && old[i] == now[j])
            {
                (i, j) = (i + 1, j + 1);
            }
        }
    }
}

/// <summary>One line of a comparison.</summary>
/// <param name="Change">Which text has it.</param>
/// <param name="Text">The line.</param>
public readonly record struct DiffLine(LineChange Change, string Text);

/// <summary>Which text has a line.</summary>
public enum LineChange
{
    /// <summary>Both.</summary>
    Same,

    /// <summary>Only the new one.</summary>
    Added,

    /// <summary>Only the old one.</summary>
    Removed,
}

/// <summary>Lines from <paramref name="Start"/> (included) to <paramref name="End"/> (excluded) are replaced by <paramref name="Lines"/>.</summary>
internal readonly record struct Hunk(int Start, int End, string[] Lines);

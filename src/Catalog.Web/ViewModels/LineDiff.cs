namespace Catalog.Web.ViewModels;

/// <summary>Two texts line by line: what stayed, went and came, in one text with a mark for each line that differs.</summary>
/// <param name="Text">The lines of both texts, common ones once, removed ones before the added ones in their place.</param>
/// <param name="Marks">Added and removed lines by their number from 1.</param>
public sealed record LineDiff(string Text, IReadOnlyDictionary<int, LineMark> Marks)
{
    /// <summary>Beyond so many cells of the comparison the middle is shown as replaced wholly; a definition has far fewer lines.</summary>
    private const int MaxCells = 4_000_000;

    public int Added => Marks.Values.Count(static mark => mark == LineMark.Added);

    public int Removed => Marks.Values.Count(static mark => mark == LineMark.Removed);

    /// <summary>Compares by the longest common subsequence of lines.</summary>
    public static LineDiff Of(string before, string after)
    {
        var (old, now) = (Lines(before), Lines(after));
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        var lines = new List<(string Text, LineMark Mark)>();
        lines.AddRange(old[..start].Select(static line => (line, LineMark.None)));
        AddMiddle(lines, old[start..^end], now[start..^end]);
        lines.AddRange(old[^end..].Select(static line => (line, LineMark.None)));
        return new LineDiff(
            string.Join('\n', lines.Select(static line => line.Text)),
            lines.Index().Where(static line => line.Item.Mark != LineMark.None).ToDictionary(static line => line.Index + 1, static line => line.Item.Mark));
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static void AddMiddle(List<(string Text, LineMark Mark)> lines, string[] old, string[] now)
    {
        var common = (long)old.Length * now.Length > MaxCells ? new int[1, 1] : CommonLengths(old, now);
        var isCut = common.Length == 1;
        var (left, right) = (0, 0);
        while (left < old.Length || right < now.Length)
        {
            if (!isCut && left < old.Length && right < now.Length && old[left] == now[right])
            {
                lines.Add((old[left++], LineMark.None));
                right++;
            }
            else if (left < old.Length && (right == now.Length || isCut || common[left + 1, right] >= common[left, right + 1]))
            {
                lines.Add((old[left++], LineMark.Removed));
            }
            else
            {
                lines.Add((now[right++], LineMark.Added));
            }
        }
    }

    /// <summary>For each pair of ends the length of the longest common subsequence of what follows them.</summary>
    private static int[,] CommonLengths(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var left = old.Length - 1; left >= 0; left--)
        {
            for (var right = now.Length - 1; right >= 0; right--)
            {
                common[left, right] = old[left] == now[right] ? common[left + 1, right + 1] + 1 : Math.Max(common[left + 1, right], common[left, right + 1]);
            }
        }

        return common;
    }
}

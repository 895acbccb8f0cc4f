using Catalog.Definitions.Editing;

namespace Catalog.Web.ViewModels;

/// <summary>Two texts line by line: what stayed, went and came, in one text with a mark for each line that differs.</summary>
/// <param name="Text">The lines of both texts, common ones once, removed ones before the added ones in their place.</param>
/// <param name="Marks">Added and removed lines by their number from 1.</param>
public sealed record DiffText(string Text, IReadOnlyDictionary<int, LineMark> Marks)
{
    public int Added => Marks.Values.Count(static mark => mark == LineMark.Added);

    public int Removed => Marks.Values.Count(static mark => mark == LineMark.Removed);

    /// <summary>Compares two texts.</summary>
    public static DiffText Of(string before, string after)
    {
        var lines = LineDiff.Compare(before, after);
        return new DiffText(
            string.Join('\n', lines.Select(static line => line.Text)),
            lines.Index().Where(static line => line.Item.Change != LineChange.Same)
                .ToDictionary(static line => line.Index + 1, static line => line.Item.Change == LineChange.Added ? LineMark.Added : LineMark.Removed));
    }
}

using Catalog.Web.Formatting;

namespace Catalog.Web.TrainingSets;

/// <summary>The columns that the page of a training set shows at once: all tables of it show the same.</summary>
/// <param name="Lines">Those of the page, in the order of the file.</param>
/// <param name="Start">How many stand before them.</param>
/// <param name="Found">How many have the text.</param>
/// <param name="All">How many there are.</param>
/// <param name="Text">Part of their names, or of the names of their features; empty for all.</param>
public sealed record TrainingSetColumnPage(IReadOnlyList<TrainingSetColumnLine> Lines, int Start, int Found, int All, string Text)
{
    /// <summary>The most columns of a page.</summary>
    public const int Size = 50;

    /// <summary>Without columns.</summary>
    public static readonly TrainingSetColumnPage Empty = new([], 0, 0, 0, string.Empty);

    /// <summary>Whether columns are left out.</summary>
    public bool IsPart => Lines.Count < All;

    /// <summary>How many are shown of how many.</summary>
    public string Words => IsPart ? $"{Numbers.Count(Lines.Count)} of {Numbers.Count(All)}" : Numbers.Count(All);

    /// <summary>A page.</summary>
    /// <param name="all">All columns.</param>
    /// <param name="text">Part of a name, in letters of either case; null or blank for all.</param>
    /// <param name="from">How many stand before it. Beyond the last one the last page is shown.</param>
    public static TrainingSetColumnPage Of(IReadOnlyList<TrainingSetColumnLine> all, string? text, int from)
    {
        var wanted = text?.Trim() ?? string.Empty;
        var found = wanted.Length == 0 ? all : [.. all.Where(line => Has(line, wanted))];
        var start = Math.Min(from, Math.Max(0, found.Count - 1)) / Size * Size;
        return new TrainingSetColumnPage([.. found.Skip(start).Take(Size)], start, found.Count, all.Count, wanted);
    }

    /// <summary>The address of a page.</summary>
    /// <param name="name">Name of the training set.</param>
    /// <param name="from">How many columns stand before it.</param>
    public string HrefOf(string name, int from) => Addresses.Of(TrainingSetWords.HrefOf(name), ("column", Text), ("from", Addresses.Number(from)));

    private static bool Has(TrainingSetColumnLine line, string text)
        => line.Column.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || (line.From is { } from && $"{from.View}:{from.Feature}".Contains(text, StringComparison.OrdinalIgnoreCase));
}

using System.Text;
using Spectre.Console;

namespace Catalog.Cli.Output;

/// <summary>
/// A table without lines, for eyes and for <c>grep</c>: a heading, then a row each on one line. Where a terminal is too narrow, columns of words are cut; names, numbers and times
/// never are.
/// </summary>
internal sealed class Listing
{
    private const string Nothing = "–";
    private const string Gap = "  ";
    private const int LeastWords = 12;

    private readonly List<Column> _columns;
    private readonly List<string[]> _rows = [];

    /// <summary>A listing. Headings that end in <c>#</c> are of numbers and stand to the right; those that end in <c>~</c> are of words.</summary>
    internal Listing(params string[] headings) =>
        _columns = [.. headings.Select(static heading => new Column(heading.TrimEnd('#', '~').ToUpperInvariant(), heading.EndsWith('#'), heading.EndsWith('~')))];

    /// <summary>A row; null is written as <c>–</c>.</summary>
    internal Listing Row(params string?[] cells)
    {
        _rows.Add([.. cells.Select(static cell => Printable(cell ?? Nothing))]);
        return this;
    }

    /// <summary>Writes the rows, or the sentence when there are none.</summary>
    internal void WriteTo(IAnsiConsole console, string whenEmpty)
    {
        if (_rows.Count == 0)
        {
            console.WriteLine(whenEmpty);
            return;
        }

        // The console would fold lines that are too long, and break names in two.
        var writer = console.Profile.Out.Writer;
        var widths = Fit([.. _columns.Select((column, index) => Math.Max(column.Heading.Length, _rows.Max(row => row[index].Length)))], console.Profile.Width);
        foreach (var row in _rows.Prepend([.. _columns.Select(static column => column.Heading)]))
        {
            writer.WriteLine(Line(row, widths));
        }
    }

    /// <summary>Takes from the widest column of words until all columns fit, or no such column can give more.</summary>
    private int[] Fit(int[] widths, int available)
    {
        var tooMuch = widths.Sum() + (Gap.Length * (widths.Length - 1)) - available;
        while (tooMuch > 0 && WidestOfWords(widths) is { } widest)
        {
            widths[widest]--;
            tooMuch--;
        }

        return widths;
    }

    private int? WidestOfWords(int[] widths)
    {
        int? widest = null;
        for (var index = 0; index < widths.Length; index++)
        {
            if (_columns[index].IsWords && widths[index] > LeastWords && (widest is null || widths[index] > widths[widest.Value]))
            {
                widest = index;
            }
        }

        return widest;
    }

    private string Line(string[] cells, int[] widths) => string.Join(Gap, cells.Select((cell, index) =>
    {
        var shown = cell.Length > widths[index] ? cell[..(widths[index] - 1)] + "…" : cell;
        return _columns[index].IsNumber ? shown.PadLeft(widths[index]) : shown.PadRight(widths[index]);
    })).TrimEnd();

    // Records come from strangers; what steers a terminal must not reach it.
    private static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            printable.Append(character is '\n' or '\r' or '\t' ? ' ' : char.IsControl(character) ? '·' : character);
        }

        return printable.ToString();
    }

    private sealed record Column(string Heading, bool IsNumber, bool IsWords);
}

using Spectre.Console;
using Spectre.Console.Rendering;

namespace Catalog.Cli.Output;

/// <summary>A table without lines, for eyes and for <c>grep</c>: a heading, then a row each.</summary>
internal sealed class Listing
{
    private const string Nothing = "–";

    private readonly Table _table = new() { Border = TableBorder.None, UseSafeBorder = true };
    private int _rows;

    /// <summary>A listing; headings that end in <c>#</c> are of numbers and stand to the right.</summary>
    internal Listing(params string[] headings)
    {
        foreach (var heading in headings)
        {
            var column = new TableColumn(new Text(heading.TrimEnd('#').ToUpperInvariant(), new Style(decoration: Decoration.Dim))) { Padding = new Padding(0, 0, 2, 0) };
            column.Alignment = heading.EndsWith('#') ? Justify.Right : Justify.Left;
            _table.AddColumn(column);
        }
    }

    /// <summary>A row; null is written as <c>–</c>.</summary>
    internal Listing Row(params string?[] cells)
    {
        _table.AddRow(cells.Select(static IRenderable (cell) => new Text(cell ?? Nothing)));
        _rows++;
        return this;
    }

    /// <summary>Writes the rows, or the sentence when there are none.</summary>
    internal void WriteTo(IAnsiConsole console, string whenEmpty)
    {
        if (_rows == 0)
        {
            console.WriteLine(whenEmpty);
        }
        else
        {
            console.Write(_table);
        }
    }
}

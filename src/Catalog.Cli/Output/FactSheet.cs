using Spectre.Console;

namespace Catalog.Cli.Output;

/// <summary>Names with their values, one a line, the values below each other.</summary>
internal sealed class FactSheet
{
    private readonly Grid _grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 3, 0) }).AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });

    /// <summary>A line, unless there is no value.</summary>
    internal FactSheet Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new Text(value));
        }

        return this;
    }

    internal void WriteTo(IAnsiConsole console) => console.Write(_grid);
}

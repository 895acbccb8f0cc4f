using Catalog.Core.Values;
using Catalog.Web.Formatting;
using FeatureStore.Explanations;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Explaining;

public partial class WindowRail
{
    private const double Width = 1_000;
    private const double Height = 36;
    private const double LeastWidth = 3;

    private IReadOnlyList<Bar> _bars = [];
    private Instant _now;

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Parameter, EditorRequired]
    public WindowExplanation Window { get; set; } = null!;

    protected override void OnParametersSet()
    {
        _now = Instant.Now(Clock);
        var length = (Window.End - Window.Start).TotalSeconds;
        var most = Window.Tiles.Select(static tile => tile.EventCount).DefaultIfEmpty(1).Max();
        _bars = length <= 0 ? [] : [.. Window.Tiles.Select(tile => BarOf(tile, length, most))];
    }

    // As high as the tile has events, so that a busy hour is seen.
    private Bar BarOf(ExplainedTile tile, double length, long most)
    {
        var from = (tile.After - Window.Start).TotalSeconds / length * Width;
        var width = Math.Max(LeastWidth, (tile.Through - tile.After).TotalSeconds / length * Width * 0.8);
        var height = Math.Max(4, Height * tile.EventCount / most);
        return new Bar(
            Numbers.Coordinate(Math.Min(from, Width - width)),
            Numbers.Coordinate(40 - height),
            Numbers.Coordinate(width),
            Numbers.Coordinate(height),
            tile.Counted > 0 ? "var(--c1)" : tile.TooLate > 0 ? "var(--late)" : "var(--h2)",
            $"{Times.Exact(tile.After, _now)} to {Times.Exact(tile.Through, _now)}: {Numbers.Count(tile.Counted)} of {Numbers.Count(tile.EventCount, "event")} counted, {Values.Text(tile.Value, _now)}");
    }

    private sealed record Bar(string X, string Y, string Width, string Height, string Fill, string Title);
}

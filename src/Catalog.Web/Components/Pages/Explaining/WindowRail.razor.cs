using System.Globalization;
using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using FeatureStore.Explanations;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Explaining;

public partial class WindowRail
{
    private const double Top = 18;
    private const double Bottom = 138;

    // The figure is at least this wide; more labels than fit then are left out.
    private const double LeastWidth = 600;
    private const double LetterWidth = 6.4;
    private const int MostTimes = 8;
    private const int MostHops = 400;

    private TileAmounts _amounts = null!; // Set with the parameters.
    private IReadOnlyList<(string Y, string Text, bool IsZero)> _lines = [];
    private IReadOnlyList<(string X, string Text, string Anchor)> _times = [];
    private IReadOnlyList<Bar> _bars = [];
    private string _label = "";
    private string _tickDash = "";
    private string? _tickLength;
    private int _gutter;
    private double _least;
    private double _most;
    private Instant _now;

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Parameter, EditorRequired]
    public WindowExplanation Window { get; set; } = null!;

    /// <summary>The moment that was asked for.</summary>
    [Parameter, EditorRequired]
    public Instant At { get; set; }

    private double Length => (Window.End - Window.Start).TotalSeconds;

    protected override void OnParametersSet()
    {
        _now = Instant.Now(Clock);
        _amounts = TileAmounts.Of(Window);
        var numbers = Window.Tiles.Select(_amounts.NumberOf).OfType<double>().Where(double.IsFinite).ToList();
        (_least, _most) = (Math.Min(0, numbers.DefaultIfEmpty(0).Min()), Math.Max(0, numbers.DefaultIfEmpty(0).Max()));
        var ticks = AxisTicks.OfNumbers(_least, _most, numbers.TrueForAll(static number => number == Math.Floor(number)));
        var format = AmountFormat.Of(ticks);
        _lines = [.. ticks.Select(tick => (Numbers.Coordinate(YOf(tick)), format.Text(tick), tick == 0))];
        _gutter = (int)(_lines.Max(static line => line.Text.Length) * LetterWidth) + 14;
        _label = LabelOf(numbers);
        if (Length <= 0)
        {
            (_times, _bars, _tickLength) = ([], [], null);
            return;
        }

        var hops = Length / Window.Aggregation.Hop.TotalSeconds;
        _tickLength = hops <= MostHops ? hops.ToString("0.####", CultureInfo.InvariantCulture) : null;
        var dash = hops * 0.8 / LeastWidth / 1.5;
        _tickDash = string.Create(CultureInfo.InvariantCulture, $"{dash:0.####} {1 - dash:0.####}");
        _times = [.. AxisTicks.OfTimes(Window.Start, Window.End, MostTimes).Select(tick => (Percent(PlaceOf(tick.At)), tick.Text, AnchorOf(PlaceOf(tick.At), tick.Text))).Where(static tick => tick.Text.Length > 0)];
        _bars = BarsOf();
    }

    private string LabelOf(List<double> numbers)
    {
        var held = $"{Numbers.Count(Window.Tiles.Count)} of {Numbers.Count(Window.TileCount, "tile")} hold events";
        return numbers.Count switch
        {
            0 => $"{held}; none counts",
            <= 6 => $"{held}: {string.Join(", ", numbers.Select(_amounts.TextOf))}",
            _ => $"{held}, from {_amounts.TextOf(numbers.Min())} to {_amounts.TextOf(numbers.Max())}",
        };
    }

    /// <summary>The largest are labelled first, and those whose label would touch another are left without.</summary>
    private List<Bar> BarsOf()
    {
        var bars = Window.Tiles.Select(BarOf).ToList();
        var taken = new List<(double From, double To)>();
        foreach (var (bar, place) in bars.Select(static (bar, place) => (bar, place)).Where(static entry => entry.bar.Number is not null).OrderByDescending(static entry => Math.Abs(entry.bar.Number!.Value)).ToList())
        {
            var text = _amounts.TextOf(bar.Number!.Value); // Only those with a number come here.
            var half = ((text.Length * LetterWidth) + 8) / LeastWidth / 2;
            var middle = bar.Center;
            var (from, to, anchor) = middle - half < 0 ? (middle, middle + (2 * half), "start") : middle + half > 1 ? (middle - (2 * half), middle, "end") : (middle - half, middle + half, "middle");
            if (!taken.Exists(other => from < other.To && to > other.From))
            {
                taken.Add((from, to));
                bars[place] = bar with { Label = text, Anchor = anchor };
            }
        }

        return bars;
    }

    private Bar BarOf(ExplainedTile tile)
    {
        var (from, width) = (PlaceOf(tile.After), (tile.Through - tile.After).TotalSeconds / Length);
        var number = _amounts.NumberOf(tile);
        var (zero, y) = (YOf(0), number is { } shown && double.IsFinite(shown) ? YOf(shown) : YOf(0));
        var height = Math.Max(number is null ? 4 : 1.5, Math.Abs(zero - y));
        var title = $"{Times.Exact(tile.After, _now)} to {Times.Exact(tile.Through, _now)}: {(number is { } value ? _amounts.TextOf(value) + " from " : null)}"
            + $"{Numbers.Count(tile.Counted)} of {Numbers.Count(tile.EventCount, "event")} counted{(tile.TooLate > 0 ? $", {Numbers.Count(tile.TooLate)} too late" : null)}";
        return new Bar(
            number,
            from + (width / 2),
            Percent(from + (width * 0.1)),
            Numbers.Coordinate(number is null ? zero - 2 : Math.Min(zero - (y == zero ? height : 0), y)),
            Percent(width * 0.8),
            Numbers.Coordinate(height),
            number is < 0 ? "var(--stale)" : number is not null ? "var(--c1)" : tile.TooLate > 0 ? "var(--late)" : "var(--line-control)",
            title,
            Numbers.Coordinate(number is < 0 ? Math.Max(zero, y) + 13 : y - 5));
    }

    /// <summary>A label near an end of the window stands within it.</summary>
    private static string AnchorOf(double place, string text)
    {
        var half = text.Length * LetterWidth / LeastWidth / 2;
        return place < half ? "start" : place > 1 - half ? "end" : "middle";
    }

    private double PlaceOf(Instant at) => (at - Window.Start).TotalSeconds / Length;

    private double YOf(double number) => _most == _least ? Bottom : Bottom - ((number - _least) / (_most - _least) * (Bottom - Top - Below)) - Below;

    // A bar below the line needs room for its label.
    private double Below => _least < 0 ? 16 : 0;

    private static string Percent(double part) => (100 * part).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private sealed record Bar(double? Number, double Center, string X, string Y, string Width, string Height, string Fill, string Title, string LabelY)
    {
        internal string Middle => Percent(Center);

        internal string? Label { get; init; }

        internal string Anchor { get; init; } = "middle";
    }
}

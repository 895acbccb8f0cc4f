using Catalog.Core.Values;
using Catalog.Web.Formatting;
using FeatureStore.Model;
using FeatureStore.Windows;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Views;

public partial class SlidingRail
{
    private const double Width = 1_000;
    private const int MostTicks = 60;
    private const int MostTimes = 8;
    private const long Minute = 60_000_000;
    private const long Day = 24 * 60 * Minute;

    /// <summary>Ticks stand at whole hours and days where tiles are finer than can be drawn.</summary>
    private static readonly int[] Steps = [1, 2, 3, 4, 6, 12, 24, 72, 144, 288];

    private IReadOnlyList<Tick> _ticks = [];
    private IReadOnlyList<(string Place, string Text)> _times = [];
    private Instant _start;
    private Instant _end;
    private int _step;

    [Parameter, EditorRequired]
    public Aggregation Aggregation { get; set; } = null!; // Required.

    /// <summary>Whether an event exactly at T does not count.</summary>
    [Parameter]
    public bool IsStrict { get; set; }

    /// <summary>The moment; the window is drawn for its full minute.</summary>
    [Parameter, EditorRequired]
    public Instant At { get; set; }

    private long Hop => Aggregation.Hop.Ticks / TimeSpan.TicksPerMicrosecond;

    private string EndWord => IsStrict ? "excluded" : "included";

    private string Tiles
    {
        get
        {
            var length = _end.UnixMicroseconds - _start.UnixMicroseconds;
            var open = length % Hop > 0 ? " + 1 open tile" : string.Empty;
            var ticks = _step > 1 ? $", a tick every {Durations.Words(_step * Aggregation.Hop)}" : string.Empty;
            return $"{Numbers.Count(length / Hop, "full tile")} of {Durations.Words(Aggregation.Hop)}{open}{ticks}";
        }
    }

    private string Label => $"The window covers events after {Times.Minute(_start, At)} up to {Times.Minute(_end, At)}, {EndWord}: {Tiles}";

    protected override void OnParametersSet()
    {
        _end = new Instant(At.UnixMicroseconds - (At.UnixMicroseconds % Minute));
        _start = WindowedFeatures.StartAt(Aggregation, _end);
        var (first, length) = (_start.UnixMicroseconds, _end.UnixMicroseconds - _start.UnixMicroseconds);
        _step = Steps.FirstOrDefault(step => length / (Hop * step) <= MostTicks, (int)(length / Hop / MostTicks) + 1);
        var apart = Hop * _step;
        var ticks = new List<Tick>();
        for (var at = first - (first % apart) + apart; at < _end.UnixMicroseconds; at += apart)
        {
            ticks.Add(new Tick(Numbers.Coordinate((at - first) * Width / length), at % Day == 0));
        }

        _ticks = ticks;
        _times = [.. AxisTicks.OfTimes(_start, _end, MostTimes)
            .Select(tick => (Place: (double)(tick.At.UnixMicroseconds - first) / length, tick.Text))
            .Where(static tick => tick.Place is > 0.03 and < 0.97)
            .Select(static tick => (Numbers.Coordinate(tick.Place * 100) + "%", tick.Text))];
    }

    private sealed record Tick(string X, bool IsDay);
}

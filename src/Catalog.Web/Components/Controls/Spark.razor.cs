using System.Text;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Controls;

public partial class Spark
{
    private const double Left = 1, Right = 85, Top = 3, Bottom = 17, Floor = 20, Stub = 6;

    private string _line = "";
    private string _area = "";
    private (string X, string Y)? _last;

    /// <summary>Equally spaced values, oldest first; null where nothing is known.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<double?> Values { get; set; } = [];

    /// <summary>What is drawn, over what time, and its newest value.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Late, stale and failed take their colour.</summary>
    [Parameter]
    public Status? Status { get; set; }

    // One value among many is no trend.
    private bool IsLone => Values.Count > 1 && Values.Count(static value => value is { } known && double.IsFinite(known)) == 1;

    private bool IsZero => IsLone || Values.All(value => value is null or 0);

    private string? Colours => Status is ViewModels.Status.Late or ViewModels.Status.Stale or ViewModels.Status.Failed
        ? $"--sp:var(--{Name});--sp-a:color-mix(in srgb,var(--{Name}) 12%,transparent)"
        : null;

    private string? Name => Status?.ToString().ToLowerInvariant();

    protected override void OnParametersSet()
    {
        var finite = Values.Where(value => value is { } known && double.IsFinite(known)).Select(value => value!.Value).ToList();
        // Halved, so that even the span of the largest doubles is a finite number.
        var lowest = finite.Count == 0 ? 0 : finite.Min() / 2;
        var span = finite.Count == 0 ? 0 : (finite.Max() / 2) - lowest;
        var line = new StringBuilder();
        var area = new StringBuilder();
        _last = null;

        var startOfRun = 0.0;
        var inRun = false;
        var lone = false;
        var x = Left;
        for (var i = 0; i < Values.Count; i++)
        {
            if (Values[i] is not { } value || !double.IsFinite(value))
            {
                Close();
                continue;
            }

            x = Values.Count == 1 ? Left : Left + ((Right - Left) * i / (Values.Count - 1));
            var y = span > 0 ? Bottom - (((value / 2) - lowest) / span * (Bottom - Top)) : Bottom;
            var point = $"{Numbers.Coordinate(x)} {Numbers.Coordinate(y)}";
            line.Append(inRun ? " L" : " M").Append(point);
            area.Append(inRun ? " L" : " M").Append(point);
            startOfRun = inRun ? startOfRun : x;
            lone = !inRun;
            inRun = true;
            _last = (Numbers.Coordinate(x), Numbers.Coordinate(y));
        }

        Close();
        _line = (IsLone || Values.Count == 1) && _last is { } only ? $"M{Numbers.Coordinate(Left)} {only.Y} L{Numbers.Coordinate(Right)} {only.Y}" : line.ToString().TrimStart();
        _area = area.ToString().TrimStart();

        void Close()
        {
            if (inRun)
            {
                // One value between unknown ones would be a line without length.
                line.Append(lone ? $" h-{Stub}" : null);
                area.Append($" L{Numbers.Coordinate(x)} {Floor} L{Numbers.Coordinate(startOfRun)} {Floor}Z");
                inRun = false;
            }
        }
    }
}

using System.Globalization;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Controls;

public partial class DistributionFigure
{
    private const int Top = 12;
    private const int Bottom = 100;
    private const int LabelCount = 5;

    private long _most;
    private IReadOnlyList<(int Y, string Text)> _lines = [];
    private IReadOnlyList<(double Place, string Text)> _edges = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<Bin> Bins { get; set; } = [];

    /// <summary>The shape in a sentence.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>How an edge is written.</summary>
    [Parameter, EditorRequired]
    public Func<double, string> Edge { get; set; } = Numbers.Statistic;

    /// <summary>Whether each bin stands for one whole number, which is then written below its middle.</summary>
    [Parameter]
    public bool IsByNumber { get; set; }

    protected override void OnParametersSet()
    {
        _most = Bins.Count == 0 ? 0 : Bins.Max(static bin => bin.Count);
        _lines = _most > 1
            ? [(Bottom, "0"), ((Top + Bottom) / 2, Numbers.Count(_most / 2)), (Top, Numbers.Count(_most))]
            : [(Bottom, "0"), (Top, Numbers.Count(_most))];
        var labels = IsByNumber ? Bins.Count : Bins.Count + 1;
        var step = Math.Max(1, (int)Math.Ceiling(labels / (double)LabelCount));
        _edges = [.. Enumerable.Range(0, labels).Where(place => place % step == 0).Select(place => (IsByNumber ? place + 0.5 : place, Edge(EdgeAt(place))))];
    }

    private double EdgeAt(int place) => place < Bins.Count ? Bins[place].From : Bins[^1].To;

    private string TitleOf(Bin bin) => IsByNumber
        ? $"{Edge(bin.From)}: {Numbers.Count(bin.Count, "key")}"
        : $"{Edge(bin.From)} to {Edge(bin.To)}: {Numbers.Count(bin.Count, "key")}";

    // What holds anything at all shows at least a hairline.
    private double HeightOf(long count) => count <= 0 ? 0 : Math.Max(0.8, (Bottom - Top) * (double)count / _most);

    private string Percent(double bins) => (100 * bins / Bins.Count).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}

using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Statistics;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Views;

public partial class FeatureDetail
{
    private const int MaxFrequent = 8;

    private FeatureStatistics? _statistics;
    private IReadOnlyList<Bin> _bins = [];
    private IReadOnlyList<ValueCount> _frequent = [];
    private IReadOnlyList<(string Name, string Text)> _quantiles = [];
    private string _title = "";
    private bool _isByNumber;
    private bool _isOneValue;

    [Parameter, EditorRequired]
    public ViewPage Page { get; set; } = null!;

    [Parameter, EditorRequired]
    public Feature Feature { get; set; } = null!;

    private bool HasLength => Feature.Type.IsList || Feature.Type.Element == ScalarType.Bytes;

    private string Origin
    {
        get
        {
            if (Feature.Aggregation is { } aggregation)
            {
                return AggregationText.Slide(aggregation);
            }

            var newest = Page.View.NullPolicy == NullPolicy.NewestNonNull ? "the newest event in which it is not null" : "the newest event";
            var what = Feature.Reads.Count == 0 ? $"Column {Feature.From} of {Page.View.Source}" : $"{Feature.From} over columns of {Page.View.Source}";
            return $"{what}, from {newest} of a key by event time, then arrival.";
        }
    }

    protected override void OnParametersSet()
    {
        _statistics = Page.Statistics?.Features.FirstOrDefault(entry => entry.Name == Feature.Name);
        var numbers = HasLength ? null : _statistics?.Numbers;
        SetFigure(numbers?.Histogram ?? Histogram.Empty);
        _quantiles = numbers is { Count: > 0 } ? QuantilesOf(numbers) : [];
        _frequent = _statistics is not null && numbers is null ? [.. FeatureText.Frequent(_statistics).Take(MaxFrequent)] : [];
    }

    private void SetFigure(Histogram histogram)
    {
        var shown = histogram.IsFirstApart ? histogram.Bins.Skip(1) : histogram.Bins;
        _bins = [.. shown.Select(static bin => new Bin(bin.From, bin.To, bin.Count))];
        _isByNumber = Feature.Type.IsNumeric && Feature.Type.Element is ScalarType.Int32 or ScalarType.Int64 && _bins.All(static bin => bin.To - bin.From <= 1);
        _isOneValue = histogram.Bins is [var only] && only.From == only.To;
        _title = "Distribution of values";
        if (histogram.IsFirstApart)
        {
            var first = histogram.Bins[0];
            var named = _isByNumber || first.From == first.To ? WriteEdge(first.From) : $"{WriteEdge(first.From)} to {WriteEdge(first.To)}";
            _title = $"Distribution without {named}, which {Numbers.Count(first.Count, "key holds", "keys hold")}";
        }
    }

    private List<(string, string)> QuantilesOf(NumberStatistics numbers) =>
    [
        ("min", Write(numbers.Min)),
        ("p5", Write(numbers.Quantiles.P5)),
        ("p25", Write(numbers.Quantiles.P25)),
        ("p50", Write(numbers.Quantiles.P50)),
        ("p75", Write(numbers.Quantiles.P75)),
        ("p95", Write(numbers.Quantiles.P95)),
        ("p99", Write(numbers.Quantiles.P99)),
        ("max", Write(numbers.Max)),
    ];

    // Edges are round, and most are whole: decimals would only take room.
    private string WriteEdge(double edge)
        => Feature.Type.IsNumeric && edge == Math.Truncate(edge) && Math.Abs(edge) < 1e15 ? Numbers.Count((long)edge) : Write(edge);

    private string Write(double number) => Values.Statistic(number, Feature.Type, Page.Freshness.At);
}

using Catalog.Core.Values;
using Catalog.Web.Formatting;
using FeatureStore.Explanations;

namespace Catalog.Web.Queries;

/// <summary>
/// What the tiles of a window are drawn by: what each adds where the aggregate is a sum or a count, its own value where that is a number one can set beside the others, else its counted events.
/// </summary>
internal sealed class TileAmounts
{
    private readonly bool _isCount;
    private readonly bool _adds;

    private TileAmounts(WindowExplanation window)
    {
        var function = window.Aggregation.Function;
        _adds = function == "sum";
        var hasValues = function is "sum" or "count" or "avg" or "min" or "max" or "first" or "last" or "stddev" or "variance"
            && window.Tiles.All(static tile => tile.Value.IsNull || AmountFormat.NumberIn(tile.Value) is not null);
        _isCount = !hasValues;
        Title = (function, hasValues) switch
        {
            ("sum", _) => "What each tile adds to the sum",
            ("count", _) => "Events counted in each tile",
            (_, true) => $"The {NameOf(function)} of each tile",
            _ => $"Events counted in each tile; a {function} is merged from tiles and is no sum of theirs",
        };
        Format = AmountFormat.Of(hasValues ? function : "count", window.Tiles.Select(NumberOf).OfType<double>());
    }

    /// <summary>Stands above the figure.</summary>
    internal string Title { get; }

    /// <summary>How the numbers are written.</summary>
    internal AmountFormat Format { get; }

    internal static TileAmounts Of(WindowExplanation window) => new(window);

    /// <summary>The number that a tile is drawn by; null when nothing in it counts.</summary>
    internal double? NumberOf(ExplainedTile tile) => tile.Counted == 0 ? null : _isCount ? tile.Counted : AmountFormat.NumberIn(tile.Value);

    /// <summary>The number in words.</summary>
    internal string TextOf(double number) => _adds ? Format.Signed(number) : Format.Text(number);

    /// <summary>The value of a tile, in a cell.</summary>
    internal string ValueOf(ExplainedTile tile, Instant now)
        => !_isCount && AmountFormat.NumberIn(tile.Value) is { } number ? TextOf(number) : Values.Text(tile.Value, now);

    private static string NameOf(string function) => function switch
    {
        "avg" => "average",
        "min" => "smallest value",
        "max" => "largest value",
        "first" => "oldest value",
        "last" => "newest value",
        "stddev" => "standard deviation",
        _ => function,
    };
}

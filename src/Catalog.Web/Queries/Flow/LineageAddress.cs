using System.Globalization;
using Catalog.Web.Formatting;
using Lineage.Graph;

namespace Catalog.Web.Queries.Flow;

/// <summary>What a lineage page shows, as its address says it.</summary>
public sealed record LineageAddress
{
    /// <summary>Steps shown when the address names none.</summary>
    public const int DefaultDepth = 3;

    /// <summary>The steps offered.</summary>
    public static readonly IReadOnlyList<int> Depths = [1, 2, 3, 5, 10];

    private const string ColumnPrefix = "datasetField:";

    /// <summary>Node id of a dataset, job or column.</summary>
    public required string Urn { get; init; }

    /// <summary>Whether columns are drawn.</summary>
    public bool ShowsColumns { get; init; }

    /// <summary>Steps from dataset to dataset.</summary>
    public int Depth { get; init; } = DefaultDepth;

    /// <summary>Which way.</summary>
    public LineageDirection Direction { get; init; } = LineageDirection.Both;

    /// <summary>Whether the page shows what breaks if the node is removed.</summary>
    public bool IsImpact { get; init; }

    /// <summary>Id of the node whose facts are shown; null for the one the page is about.</summary>
    public string? Selected { get; init; }

    /// <summary>Whether nodes that do the same are drawn one by one.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Whether the graph has its true size, where it would be fitted to the page otherwise.</summary>
    public bool IsTrueSize { get; init; }

    /// <summary>What is followed: impact looks downstream only.</summary>
    public LineageDirection Followed => IsImpact ? LineageDirection.Downstream : Direction;

    private bool IsColumn => Urn.StartsWith(ColumnPrefix, StringComparison.Ordinal);

    /// <summary>Reads the parts of an address; what makes no sense takes its default.</summary>
    public static LineageAddress Parse(string urn, string? zoom, string? depth, string? direction, string? change, string? selected, string? all, string? size) => new()
    {
        Urn = urn,
        ShowsColumns = zoom == "column" || (zoom != "dataset" && urn.StartsWith(ColumnPrefix, StringComparison.Ordinal)),
        Depth = int.TryParse(depth, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) ? Math.Clamp(steps, 1, Depths[^1]) : DefaultDepth,
        Direction = direction switch
        {
            "upstream" => LineageDirection.Upstream,
            "downstream" => LineageDirection.Downstream,
            _ => LineageDirection.Both,
        },
        IsImpact = change == "removed",
        Selected = string.IsNullOrEmpty(selected) ? null : selected,
        ShowsAll = all == "1",
        IsTrueSize = size == "true",
    };

    /// <summary>The address; parts that have their default are left out.</summary>
    public override string ToString() => Addresses.Of(
        OwnDatasets.HrefOf(Urn),
        ("zoom", ShowsColumns == IsColumn ? null : ShowsColumns ? "column" : "dataset"),
        ("depth", Depth == DefaultDepth ? null : Depth.ToString(CultureInfo.InvariantCulture)),
        ("dir", Direction is LineageDirection.Upstream or LineageDirection.Downstream ? Direction.ToString().ToLowerInvariant() : null),
        ("if", IsImpact ? "removed" : null),
        ("sel", Selected),
        ("all", ShowsAll ? "1" : null),
        ("size", IsTrueSize ? "true" : null));
}

using Catalog.Core.Events;
using Catalog.Web.Formatting;
using Lineage.Graph;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>Which runs a page lists, as its address says it.</summary>
public sealed record RunsAddress
{
    /// <summary>The states that an address may name and that are offered.</summary>
    public static readonly IReadOnlyList<string> StateNames = [.. RunWords.States.Select(static state => Word(state))];

    /// <summary>The kinds that an address may name.</summary>
    public static readonly IReadOnlyList<string> KindNames = [.. RunWords.Kinds.Select(static kind => Word(kind))];

    /// <summary>Only runs in this state; null for all.</summary>
    public RunState? State { get; init; }

    /// <summary>Only the product's own runs of this kind; null for all.</summary>
    public RunKind? Kind { get; init; }

    /// <summary>Only runs of this domain; null for all.</summary>
    public string? Domain { get; init; }

    /// <summary>Only runs that read or wrote the dataset with this node id; null for all.</summary>
    public string? Dataset { get; init; }

    /// <summary>Where the page begins; null at the latest run.</summary>
    public string? Cursor { get; init; }

    /// <summary>Reads the parts of an address; what makes no sense narrows nothing.</summary>
    public static RunsAddress Parse(string? state, string? kind, string? domain, string? dataset, string? cursor) => new()
    {
        State = Read<RunState>(state),
        Kind = Read<RunKind>(kind),
        Domain = string.IsNullOrEmpty(domain) ? null : domain,
        Dataset = DatasetOf(dataset) is null ? null : dataset,
        Cursor = string.IsNullOrEmpty(cursor) ? null : cursor,
    };

    /// <summary>The filter that the address stands for.</summary>
    public RunFilter ToFilter(int limit) => new()
    {
        State = State,
        Kind = Kind,
        Domain = Domain,
        Dataset = DatasetOf(Dataset) is { } dataset ? new DatasetId(dataset.Namespace, dataset.Name) : null,
        Cursor = Cursor,
        Limit = limit,
    };

    /// <summary>The address.</summary>
    public override string ToString() => Addresses.Of(
        "/runs",
        ("state", State is { } state ? Word(state) : null),
        ("kind", Kind is { } kind ? Word(kind) : null),
        ("domain", Domain),
        ("dataset", Dataset),
        ("cursor", Cursor));

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum
        => value.ToString().ToLowerInvariant();

    private static TEnum? Read<TEnum>(string? text)
        where TEnum : struct, Enum
        => text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) ? value : null;

    // The likeliest reading of an id that could be split in several places.
    private static NodeRef? DatasetOf(string? nodeId)
        => nodeId?.StartsWith("dataset:", StringComparison.Ordinal) == true && nodeId.IndexOf(':', 8) is > 8 and var colon && colon < nodeId.Length - 1
            ? NodeIdGrammar.Parse(nodeId)[0]
            : null;
}

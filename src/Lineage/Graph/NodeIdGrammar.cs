using System.Text.RegularExpressions;
using Lineage.Model;

namespace Lineage.Graph;

/// <summary>
/// Reads and writes node ids. Namespaces (<c>kafka://broker:9092</c>) and names may hold colons, so an id can often be split in several
/// places; which one is meant only the store knows.
/// </summary>
public static partial class NodeIdGrammar
{
    // More colons than any real id has; the bound keeps a hostile one from becoming a large query.
    private const int MostCandidates = 100;

    private const string DatasetPrefix = "dataset:";
    private const string JobPrefix = "job:";
    private const string ColumnPrefix = "datasetField:";

    /// <summary>All nodes that the id may mean, the likeliest first.</summary>
    /// <exception cref="LineageException">The id has none of the three forms.</exception>
    public static IReadOnlyList<NodeRef> Parse(string nodeId)
    {
        var text = VersionSuffix().Replace(nodeId, string.Empty);
        var candidates = text switch
        {
            _ when text.StartsWith(DatasetPrefix, StringComparison.Ordinal)
                => Split(text[DatasetPrefix.Length..]).Select(static pair => new NodeRef(NodeKind.Dataset, pair.Left, pair.Right, null)),
            _ when text.StartsWith(JobPrefix, StringComparison.Ordinal)
                => Split(text[JobPrefix.Length..]).Select(static pair => new NodeRef(NodeKind.Job, pair.Left, pair.Right, null)),
            _ when text.StartsWith(ColumnPrefix, StringComparison.Ordinal) => SplitColumn(text[ColumnPrefix.Length..]),
            _ => [],
        };
        var list = candidates.Take(MostCandidates).ToList();
        return list.Count > 0 ? list : throw new LineageException(
            LineageErrorCode.InvalidNodeId,
            $"The node id '{nodeId}' cannot be read. Write dataset:NAMESPACE:NAME, job:NAMESPACE:NAME or datasetField:NAMESPACE:DATASET:COLUMN.");
    }

    /// <summary>The id of a column.</summary>
    public static string FormatColumn(DatasetId dataset, string column) => $"{ColumnPrefix}{dataset.Namespace}:{dataset.Name}:{column}";

    private static IEnumerable<(string Left, string Right)> Split(string text)
    {
        var likeliest = NamespaceUri().Match(text) is { Success: true } match
            ? match.Groups["namespace"].Length
            : text.IndexOf(':', StringComparison.Ordinal);
        var places = Enumerable.Range(1, Math.Max(0, text.Length - 2))
            .Where(place => text[place] == ':')
            .OrderBy(place => place == likeliest ? 0 : 1);
        return places.Select(place => (text[..place], text[(place + 1)..]));
    }

    private static IEnumerable<NodeRef> SplitColumn(string text)
    {
        for (var place = text.Length - 2; place > 0; place--)
        {
            if (text[place] != ':')
            {
                continue;
            }

            foreach (var (space, name) in Split(text[..place]))
            {
                yield return new NodeRef(NodeKind.Column, space, name, text[(place + 1)..]);
            }
        }
    }

    /// <summary>A URI with host and port or path, up to the colon before the name.</summary>
    [GeneratedRegex(@"^(?<namespace>[A-Za-z][A-Za-z0-9+.\-]*://[^:/]*(:[0-9]+)?(/[^:]*)?):.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceUri();

    /// <summary>Marquez appends the version of the node; the graph here is that of all versions.</summary>
    [GeneratedRegex("#[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionSuffix();
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Catalog.Core.Values;

namespace Lineage.Model;

/// <summary>
/// The facets of one entity by name. A facet replaces an earlier one of the same name whole; deletions are kept with their time,
/// so that a late event cannot bring a deleted facet back. Immutable.
/// </summary>
public sealed class FacetMap
{
    /// <summary>No facets.</summary>
    public static readonly FacetMap Empty = new(ImmutableSortedDictionary.Create<string, FacetVersion>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, FacetVersion> _versions;

    private FacetMap(ImmutableSortedDictionary<string, FacetVersion> versions) => _versions = versions;

    /// <summary>Facets that are not deleted, as compact JSON, sorted by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Live => _versions
        .Where(static pair => pair.Value.Json is not null)
        .Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Json ?? string.Empty));

    /// <summary>Facets that one event states.</summary>
    public static FacetMap Of(IEnumerable<KeyValuePair<string, string?>> facets, Stamp stamp)
        => new(facets.ToImmutableSortedDictionary(
            static pair => pair.Key, pair => new FacetVersion(stamp, pair.Value), StringComparer.Ordinal));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static FacetMap Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1024 });
        var versions = Empty._versions.ToBuilder();
        foreach (var facet in document.RootElement.EnumerateObject())
        {
            var stamp = new Stamp(new Instant(facet.Value[0].GetInt64()), facet.Value[1].GetInt64());
            var body = facet.Value[2];
            versions[facet.Name] = new FacetVersion(stamp, body.ValueKind == JsonValueKind.Null ? null : body.GetRawText());
        }

        return new FacetMap(versions.ToImmutable());
    }

    /// <summary>The facet with this name as JSON, or null when it is absent or deleted.</summary>
    public string? Find(string name) => _versions.TryGetValue(name, out var version) ? version.Json : null;

    /// <summary>What was last said about the facet, a deletion included; null when it was never named.</summary>
    public FacetVersion? FindVersion(string name) => _versions.GetValueOrDefault(name);

    /// <summary>The facets of both, for each name the one with the later stamp.</summary>
    public FacetMap Merge(FacetMap other)
    {
        var merged = _versions.ToBuilder();
        foreach (var (name, version) in other._versions)
        {
            if (!merged.TryGetValue(name, out var known) || known.Stamp < version.Stamp)
            {
                merged[name] = version;
            }
        }

        return new FacetMap(merged.ToImmutable());
    }

    /// <summary>The form in which stores keep it: each facet as <c>[microseconds, tie, facet or null]</c>.</summary>
    public string ToJson()
    {
        var text = new StringBuilder("{");
        foreach (var (name, version) in _versions)
        {
            text.Append(text.Length > 1 ? "," : string.Empty)
                .Append('"').Append(JsonEncodedText.Encode(name)).Append("\":[")
                .Append(CultureInfo.InvariantCulture, $"{version.Stamp.Time.UnixMicroseconds},{version.Stamp.Tie},")
                .Append(version.Json ?? "null").Append(']');
        }

        return text.Append('}').ToString();
    }

    /// <inheritdoc />
    public override string ToString() => ToJson();
}

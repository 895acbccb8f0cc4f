using Catalog.Definitions.Search;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Finding;

public partial class SearchPage
{
    private const int PageSize = 20;

    private SearchQuery _query = SearchQuery.All;
    private SearchResult _result = new([], new Dictionary<SearchFacet, IReadOnlyList<FacetCount>>(), 0);
    private IReadOnlyList<SearchHit> _page = [];
    private IReadOnlyList<SearchDocument> _near = [];
    private IReadOnlyDictionary<SearchId, Light> _lights = new Dictionary<SearchId, Light>();
    private SearchHit? _chosen;
    private TimeSpan _took;
    private string _words = "";

    [Inject]
    public required SearchService Service { get; set; }

    [Inject]
    public required Lights Lights { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>The query: words and facets.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    /// <summary>The hit that the preview shows; the first of the page when null.</summary>
    [SupplyParameterFromQuery]
    public string? Sel { get; set; }

    /// <summary>Hits before this page.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    private int Start => Addresses.Number(From);

    private string Found => $"{Numbers.Count(_result.Hits.Count)} of {Numbers.Count(_result.Searched)} in {Durations.Exact(_took)}";

    private string? NextHref => Start + _page.Count < _result.Hits.Count ? HrefOf(_query, Start + PageSize) : null;

    protected override async Task OnParametersSetAsync()
    {
        _query = SearchQuery.Parse(Q);
        _words = string.Join(' ', _query.Words);
        _lights = await Lights.GetAllAsync(CancellationToken.None);
        var index = await Service.GetIndexAsync(CancellationToken.None);
        var started = Clock.GetTimestamp();
        _result = index.Find(_query, _lights.ToDictionary(static pair => pair.Key, static pair => pair.Value.Status.ToString()));
        _took = Clock.GetElapsedTime(started);
        _near = _result.Hits.Count == 0 && _words.Any(char.IsLetterOrDigit) ? index.Near(_words) : [];
        _page = [.. _result.Hits.Skip(Start).Take(PageSize)];
        _chosen = _page.FirstOrDefault(hit => hit.Document.Id.ToString() == Sel) ?? (_page is [var first, ..] ? first : null);
    }

    // What is marked in a hit: the words, or what is near them.
    private string WordsOf(SearchHit hit) => string.Join(' ', hit.Near.Prepend(_words));

    private static string HrefOf(SearchQuery query, int from = 0, SearchId? chosen = null)
        => Addresses.Of("/search", ("q", query.ToString()), ("from", Addresses.Number(from)), ("sel", chosen?.ToString()));
}

using Catalog.Core.Errors;
using Catalog.Core.Values;
using Catalog.Web.Examples;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Serving;
using Ingestion;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Catalog.Web.Components.Pages.Views;

public partial class ViewOverview
{
    private const int ExampleCount = 3;
    private const int ExampleFeatures = 24;

    private IReadOnlyList<FeatureRow> _rows = [];
    private IReadOnlyList<IReadOnlyDictionary<string, Value>> _examples = [];
    private IReadOnlyList<Snippet> _snippets = [];
    private LookupForm _form = new(new Dictionary<string, string>(), "", IsAsked: false);
    private LookupAnswer? _answer;
    private ProofSummary? _proof;
    private Feature _selected = null!; // A view has at least one feature; set with the parameters.

    [Inject]
    public required ExampleKeys Examples { get; set; }

    [Inject]
    public required LookupQuery Lookup { get; set; }

    [Inject]
    public required ProofQuery Proof { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Parameter, EditorRequired]
    public ViewPage Page { get; set; } = null!;

    /// <summary>Name of the selected feature.</summary>
    [Parameter]
    public string? Feature { get; set; }

    private string ProofHref => $"{Page.Href}/{ViewTabs.Proof}";

    protected override async Task OnParametersSetAsync()
    {
        var view = Page.View;
        _rows = FeatureRows.Of(view, Page.Freshness, Page.Statistics, Page.History);

        // A constant has no shape to open with.
        var first = string.IsNullOrEmpty(Feature) ? _rows.FirstOrDefault(static row => row.Varies)?.Name : Feature;
        _selected = view.Features.FirstOrDefault(feature => feature.Name == first) ?? view.Features[0];
        if (!view.Online)
        {
            return;
        }

        _proof = view.Offline ? await Proof.GetAsync(view.Name, CancellationToken.None) : null;

        _examples = await FindExamplesAsync(view);
        var keys = KeysOf(view);
        _form = LookupForm.Read(
            QueryOf(Address.Uri),
            [.. keys.Select(static key => key.Key)],
            keys.ToDictionary(static key => key.Key, static key => KeyList.Write(key.Value.Select(static value => value.ToString()))),
            KeyList.Write(view.Features.Take(ExampleFeatures).Select(static feature => feature.Name)));
        _answer = _form.IsAsked ? await Lookup.AnswerAsync(view, _form, CancellationToken.None) : null;
        _snippets = LookupSnippets.Lookup(ExampleOf(view));
    }

    private static string FutureSentence(IGrouping<FutureColumn, string> features)
        => $"{features.Key.Name} lay after the event in {Numbers.Count(features.Key.Later)} of {Numbers.Count(features.Key.Checked, "event")}, so {string.Join(", ", features)} may tell the future.";

    private string HrefOf(string feature)
    {
        // The lookup stays as it is when another feature is looked at.
        var query = QueryOf(Address.Uri).ToDictionary(static part => part.Key, static part => (string?)part.Value);
        query["feature"] = feature;
        return QueryHelpers.AddQueryString(Page.Href, query);
    }

    // The page must stand also when the store cannot be read; the lookup says what is wrong.
    private async Task<IReadOnlyList<IReadOnlyDictionary<string, Value>>> FindExamplesAsync(FeatureView view)
    {
        try
        {
            return await Examples.FindAsync(view, ExampleCount, CancellationToken.None);
        }
        catch (CatalogException)
        {
            return [];
        }
    }

    private LookupExample ExampleOf(FeatureView view) => new()
    {
        Server = Address.BaseUri.TrimEnd('/'),
        Features = [$"{view.Name}:{_selected.Name}"],
        Keys = _examples is [var newest, ..] ? [.. newest] : [],
        At = Page.Freshness.At,
    };

    private List<KeyValuePair<string, IReadOnlyList<Value>>> KeysOf(FeatureView view)
        => [.. view.Entities.Select(entity => KeyValuePair.Create<string, IReadOnlyList<Value>>(entity.JoinKey, [.. _examples.Select(example => example[entity.JoinKey])]))];

    private static Dictionary<string, string> QueryOf(string address)
        => QueryHelpers.ParseQuery(new Uri(address).Query).ToDictionary(static part => part.Key, static part => part.Value.ToString());
}

using Catalog.Core.Values;
using Catalog.Web.Examples;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using Ingestion;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Catalog.Web.Components.Pages.Views;

public partial class ViewOverview
{
    private const int ExampleFeatures = 24;

    private IReadOnlyList<FeatureRow> _rows = [];
    private IReadOnlyList<Snippet> _snippets = [];
    private LookupForm _form = new(new Dictionary<string, string>(), "", IsAsked: false);
    private LookupAnswer? _answer;
    private ProofSummary? _proof;
    private Feature _selected = null!; // A view has at least one feature; set with the parameters.

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

    private string ExampleWords => Page switch
    {
        { Examples.Count: > 0 } => "Keys and features as they are stored: each runs as it stands.",
        { OnlineError: not null } => "The online store does not answer, so its keys are not known; put in one of your own.",
        { Freshness.IsEmptied: true } => "The online store holds no key of the view any more; put in one of your own.",
        _ => "The view holds no key yet; put in one of your own.",
    };

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

    private LookupExample ExampleOf(FeatureView view) => new()
    {
        Server = Address.BaseUri.TrimEnd('/'),
        Features = [$"{view.Name}:{_selected.Name}"],
        Keys = Page.Examples is [var newest, ..] ? [.. newest] : [],
        At = Page.Freshness.At,
    };

    private List<KeyValuePair<string, IReadOnlyList<Value>>> KeysOf(FeatureView view)
        => [.. view.Entities.Select(entity => KeyValuePair.Create<string, IReadOnlyList<Value>>(entity.JoinKey, [.. Page.Examples.Select(example => example[entity.JoinKey])]))];

    private static Dictionary<string, string> QueryOf(string address)
        => QueryHelpers.ParseQuery(new Uri(address).Query).ToDictionary(static part => part.Key, static part => part.Value.ToString());
}

using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Examples;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Explanations;
using FeatureStore.Model;
using FeatureStore.Serving;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Catalog.Web.Components.Pages.Explaining;

public partial class ExplainPage
{
    private static readonly Dictionary<string, string> NoExamples = [];

    private ExplainSubject? _subject;
    private ExplainForm _form = new([], "", "", "", IsAsked: false);
    private ExplainAnswer? _answer;
    private IReadOnlyList<Crumb> _trail = [];
    private IReadOnlyList<Snippet> _snippets = [];
    private string _href = "";
    private string _document = "";

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required ExplainQuery Query { get; set; }

    [Inject]
    public required ExampleKeys Examples { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Parameter]
    public string Domain { get; set; } = "";

    /// <summary>Name of the view; with <c>@</c> and a number one of its versions.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    [Parameter]
    public string Feature { get; set; } = "";

    protected override async Task OnParametersSetAsync()
    {
        _subject = ExplainSubject.Find(Registry.Current, Name, Feature, new Uri(Address.Uri).AbsolutePath.Contains("/on-demand/", StringComparison.Ordinal));
        if (_subject is not { } subject || subject.Domain != Domain || !subject.Features.Contains(Feature))
        {
            _subject = null;
            Address.NotFound();
            return;
        }

        _href = $"{subject.Href}/explain/{Uri.EscapeDataString(Feature)}";
        _trail = [new Crumb(Domain, DefinitionKinds.HrefOf(DefinitionKind.Domain, Domain)), new Crumb(subject.Name, subject.Page)];
        var query = QueryHelpers.ParseQuery(new Uri(Address.Uri).Query).ToDictionary(static part => part.Key, static part => part.Value.ToString());
        _form = ExplainForm.Read(query, subject.Names, subject.Requests, await FindExampleAsync(subject.View));
        _answer = _form.IsAsked ? await Query.AnswerAsync(subject.ReferenceOf(Feature), _form, CancellationToken.None) : null;
        _document = ExplainSnippets.DocumentOf(subject.ReferenceOf(Feature), _form);
        _snippets = ExplainSnippets.Of(Address.BaseUri.TrimEnd('/'), subject.ReferenceOf(Feature), _form);
    }

    private string? ErrorOf(string field) => _answer?.Errors.GetValueOrDefault(field);

    private string HrefOf(Explanation explanation) => ExplainAddress.Of(
        $"{DefinitionKinds.HrefOf(Registry.Current, new DefinitionId(DefinitionKind.FeatureView, explanation.View.Name))}@{explanation.View.Version}",
        explanation.Feature,
        explanation.Key.Select(static key => (key.Name, key.Value.ToString())),
        _form.At,
        _form.Sequence);

    // The form must stand also when the store cannot be read.
    private async Task<IReadOnlyDictionary<string, string>> FindExampleAsync(FeatureView? view)
    {
        try
        {
            return view is { Online: true } && await Examples.FindAsync(view, 1, CancellationToken.None) is [var example, ..]
                ? example.ToDictionary(static key => key.Key, static key => key.Value.ToString())
                : NoExamples;
        }
        catch (CatalogException)
        {
            return NoExamples;
        }
    }
}

using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Examples;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Serving;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Services;

public partial class ServicePage
{
    private const int MostSlow = 5;

    private FeatureService? _service;
    private Definition? _definition;
    private IReadOnlyList<ServiceLine> _lines = [];
    private IReadOnlyList<ViewFacts> _views = [];
    private IReadOnlyList<string> _keys = [];
    private IReadOnlyList<DefinitionId> _parts = [];
    private IReadOnlyList<Snippet> _snippets = [];
    private IReadOnlyList<Crumb> _trail = [];
    private IReadOnlyList<SlowLookup> _slow = [];
    private bool _hasKey;
    private string _href = "";

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required ViewFactsService Views { get; set; }

    [Inject]
    public required ExampleService Examples { get; set; }

    [Inject]
    public required SlowLookups SlowLookups { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Parameter]
    public string Domain { get; set; } = "";

    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>Null for the overview.</summary>
    [Parameter]
    public string? Tab { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var definitions = Registry.Current;
        var id = new DefinitionId(DefinitionKind.FeatureService, Name);
        (_definition, _service) = (definitions.Find(id), definitions.FindModel(id) as FeatureService);
        if (_definition is null || _service is null || _service.Domain != Domain)
        {
            (_definition, _service) = (null, null);
            Address.NotFound();
            return;
        }

        _href = DefinitionKinds.HrefOf(id, Domain);
        _trail = [new Crumb(Domain, DefinitionKinds.HrefOf(DefinitionKind.Domain, Domain)), new Crumb("Feature services", "/services")];
        _lines = ServiceLine.Of(definitions, _service);
        var needs = ServiceNeeds.Of(definitions, _service);
        _keys = [.. needs.Views.SelectMany(static use => use.View.Entities.Select(entity => use.Keys.GetValueOrDefault(entity.JoinKey, entity.JoinKey))).Concat(needs.Requests.Select(static value => value.Name)).Distinct(StringComparer.Ordinal)];
        _parts = [.. _lines.Select(static line => line.View).Distinct()];
        var facts = await Views.GetAllAsync(CancellationToken.None);
        _views = [.. ProductMap.ViewsOf(definitions, _service).Select(view => facts.GetValueOrDefault(view.Name)).OfType<ViewFacts>()];
        _slow = SlowLookups.List(Name, MostSlow);
        (_snippets, _hasKey) = await Examples.SnippetsOfAsync(Address.BaseUri.TrimEnd('/'), _service, CancellationToken.None);
    }
}

using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Examples;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Serving;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.OnDemand;

public partial class OnDemandViewPage
{
    private OnDemandFeatureView? _view;
    private Definition? _definition;
    private IReadOnlyList<FeatureView> _reads = [];
    private IReadOnlyList<string> _keys = [];
    private IReadOnlyList<DefinitionId> _readers = [];
    private IReadOnlyList<Snippet> _snippets = [];
    private IReadOnlyList<Crumb> _trail = [];
    private ProofSummary _proof = ProofSummary.Empty;
    private LatencySummary _latency;
    private Status _status;
    private string _footer = "";
    private string _href = "";

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required FreshnessService Freshness { get; set; }

    [Inject]
    public required LookupLatencies Latencies { get; set; }

    [Inject]
    public required ExampleService Examples { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Inject]
    public required ProofQuery Proof { get; set; }

    [Parameter]
    public string Domain { get; set; } = "";

    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>Null for the overview.</summary>
    [Parameter]
    public string? Tab { get; set; }

    /// <summary>The selected feature; null for none.</summary>
    [SupplyParameterFromQuery]
    public string? Feature { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var definitions = Registry.Current;
        var id = new DefinitionId(DefinitionKind.OnDemandFeatureView, Name);
        (_definition, _view) = (definitions.Find(id), definitions.FindOnDemandView(Name));
        if (_definition is null || _view is null || _view.Domain != Domain)
        {
            (_definition, _view) = (null, null);
            Address.NotFound();
            return;
        }

        _href = DefinitionKinds.HrefOf(id, Domain);
        _trail = [new Crumb(Domain, DefinitionKinds.HrefOf(DefinitionKind.Domain, Domain)), new Crumb("Feature views", "/views")];
        _latency = Latencies.Summarize(Name);
        _proof = await Proof.GetAsync(Name, CancellationToken.None);
        _reads = definitions.ViewsBehind(Name);
        var needs = ServiceNeeds.Of(definitions, _view);
        _keys = [.. needs.Views.SelectMany(static use => use.Keys.Values).Concat(needs.Requests.Select(static value => value.Name)).Distinct(StringComparer.Ordinal)];
        _readers =
        [
            .. ViewPageQuery.ServicesOf(definitions, Name).Select(static service => new DefinitionId(DefinitionKind.FeatureService, service.Name)),
            .. ViewPageQuery.ProductsOf(definitions, Name).Select(static product => new DefinitionId(DefinitionKind.DataProduct, product.Name)),
        ];
        var fresh = await Freshness.GetAllAsync(CancellationToken.None);
        _status = StatusOrder.Worst(_reads.Select(view => fresh.GetValueOrDefault(view.Name)?.Status ?? Status.Unknown));
        (_snippets, var hasKey) = await Examples.SnippetsOfAsync(Address.BaseUri.TrimEnd('/'), _view, CancellationToken.None);
        _footer = (hasKey, needs.Requests.Count) switch
        {
            (true, 0) => "Filled with keys that have values now.",
            (true, _) => "Filled with keys that have values now; what the request brings is made up.",
            _ => "A view that is read has no value yet, so its key is made up.",
        };
    }
}

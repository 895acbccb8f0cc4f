using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Teams;

public partial class TeamPage
{
    private const int MostChanges = 10;

    private Team? _team;
    private Definition? _definition;
    private IReadOnlyList<Definition> _owned = [];
    private IReadOnlyList<ProductSummary> _products = [];
    private IReadOnlyList<ViewFacts> _views = [];
    private IReadOnlyList<SourceFacts> _sources = [];
    private IReadOnlyList<DefinitionId> _others = [];
    private IReadOnlyList<CheckLine> _checks = [];
    private IReadOnlyList<Definition> _changes = [];
    private CheckCounts _counts = CheckCounts.Of(Array.Empty<CheckLine>());
    private IReadOnlyList<Crumb> _trail = [];
    private string _href = "";

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required HoldingsService Holdings { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>Null for the overview.</summary>
    [Parameter]
    public string? Tab { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var definitions = Registry.Current;
        var id = new DefinitionId(DefinitionKind.Team, Name);
        (_definition, _team) = (definitions.Find(id), definitions.FindModel(id) as Team);
        if (_definition is null || _team is null)
        {
            Address.NotFound();
            return;
        }

        _href = DefinitionKinds.HrefOf(id, null);
        _trail = [new Crumb("Teams", "/teams")];
        _owned = [.. definitions.Definitions.Where(definition => definition.Owner == Name)];
        var holdings = await Holdings.OfAsync(definition => definition.Owner == Name, CancellationToken.None);
        (_products, _views, _sources, _checks) = (holdings.Products, holdings.Views, holdings.Sources, holdings.Checks);
        _counts = CheckCounts.Of(_checks);
        _others = [.. _owned.Select(static definition => definition.Id)
            .Where(static owned => owned.Kind is not (DefinitionKind.DataProduct or DefinitionKind.FeatureView or DefinitionKind.Source))];
        _changes = DefinitionChanges.Newest(definitions, _owned.Select(static definition => definition.Id), MostChanges);
    }
}

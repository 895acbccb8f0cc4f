using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Domains;

public partial class DomainPage
{
    private Domain? _domain;
    private Definition? _definition;
    private HomeFacts _facts = HomeFacts.Empty;
    private CheckCounts _counts = CheckCounts.Of(Array.Empty<CheckLine>());
    private IReadOnlyList<DefinitionId> _teams = [];
    private IReadOnlyList<DefinitionId> _others = [];
    private IReadOnlyList<Crumb> _trail = [];
    private string _href = "";

    [Inject]
    public required HomeService Service { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

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
        var id = new DefinitionId(DefinitionKind.Domain, Name);
        (_definition, _domain) = (definitions.Find(id), definitions.FindModel(id) as Domain);
        if (_definition is null || _domain is null)
        {
            Address.NotFound();
            return;
        }

        _href = DefinitionKinds.HrefOf(id, null);
        _trail = [new Crumb("Domains", "/domains")];
        _facts = await Service.ReadDomainAsync(Name, CancellationToken.None);
        _counts = CheckCounts.Of(_facts.Holdings.Checks);
        var own = definitions.Definitions.Where(definition => definition.Domain == Name).ToList();
        _teams = [.. own.Select(static definition => definition.Owner).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(static team => new DefinitionId(DefinitionKind.Team, team))];
        _others = [.. own.Select(static definition => definition.Id).Where(static id => id.Kind is DefinitionKind.Contract or DefinitionKind.FeatureService or DefinitionKind.Entity)];
    }
}

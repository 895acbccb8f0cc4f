using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Erasures;
using FeatureStore.Model;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Entities;

public partial class EntityPage
{
    private Entity? _entity;
    private Definition? _definition;
    private IReadOnlyList<ViewFacts> _views = [];
    private IReadOnlyList<DefinitionId> _services = [];
    private IReadOnlyList<DefinitionId> _sources = [];
    private IReadOnlyList<Crumb> _trail = [];
    private string _href = "";
    private long _erasures;

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required ViewFactsService Views { get; set; }

    [Inject]
    public required ErasureService Erasures { get; set; }

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
        var id = new DefinitionId(DefinitionKind.Entity, Name);
        (_definition, _entity) = (definitions.Find(id), definitions.FindModel(id) as Entity);
        if (_definition is null || _entity is null || _entity.Domain != Domain)
        {
            (_definition, _entity) = (null, null);
            Address.NotFound();
            return;
        }

        _href = DefinitionKinds.HrefOf(id, Domain);
        _trail = [new Crumb(Domain, DefinitionKinds.HrefOf(DefinitionKind.Domain, Domain)), new Crumb("Entities", "/entities")];
        _erasures = (await Erasures.CountAsync(entity: null, CancellationToken.None)).Where(count => count.JoinKeys.Contains(_entity.JoinKey)).Sum(static count => count.Number);
        var facts = await Views.GetAllAsync(CancellationToken.None);
        var views = definitions.Views.Where(view => view.Entities.Any(entity => entity.Name == Name)).Select(static view => view.Name).ToHashSet(StringComparer.Ordinal);
        _views = [.. facts.Values.Where(view => views.Contains(view.View.Name)).OrderBy(static view => view.View.Name, StringComparer.Ordinal)];
        _services = [.. definitions.Services.Where(service => ProductMap.ViewsOf(definitions, service).Any(view => views.Contains(view.Name)))
            .Select(static service => new DefinitionId(DefinitionKind.FeatureService, service.Name))];
        _sources = [.. definitions.Sources.Where(source => source.Columns.Any(column => column.Name == _entity.JoinKey))
            .Select(static source => new DefinitionId(DefinitionKind.Source, source.Name))];
    }
}

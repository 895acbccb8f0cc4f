using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Sources;

public partial class SourcePage
{
    private SourceDetails? _details;
    private Definition? _definition;
    private IReadOnlyList<Crumb> _trail = [];
    private string _href = "";

    [Inject]
    public required SourceDetailsService Service { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

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
        var id = new DefinitionId(DefinitionKind.Source, Name);
        _definition = Registry.Current.Find(id);
        _details = await Service.FindAsync(Domain, Name, CancellationToken.None);
        if (_details is null || _definition is null)
        {
            Address.NotFound();
            return;
        }

        _href = DefinitionKinds.HrefOf(id, Domain);
        _trail = [new Crumb(Domain, DefinitionKinds.HrefOf(DefinitionKind.Domain, Domain)), new Crumb("Sources", "/sources")];
    }
}

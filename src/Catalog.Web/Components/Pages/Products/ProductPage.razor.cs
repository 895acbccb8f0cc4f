using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Products;

public partial class ProductPage
{
    private ProductFacts? _facts;
    private IReadOnlyList<Contract> _contracts = [];
    private IReadOnlyList<Crumb> _trail = [];
    private string _href = "";

    [Inject]
    public required ProductService Service { get; set; }

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

    /// <summary>The port that fills the snippets; the first when null.</summary>
    [SupplyParameterFromQuery]
    public string? Port { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        _facts = await Service.FindAsync(Domain, Name, CancellationToken.None);
        if (_facts is null)
        {
            Address.NotFound();
            return;
        }

        _href = DefinitionKinds.HrefOf(_facts.Definition.Id, Domain);
        _contracts = ProductMap.ContractsOf(Registry.Current, _facts.Product);
        _trail = [new Crumb(Domain, DefinitionKinds.HrefOf(DefinitionKind.Domain, Domain)), new Crumb("Data products", "/products")];
    }
}

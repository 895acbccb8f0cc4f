using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Contracts;

public partial class ContractPage
{
    private Contract? _contract;
    private Definition? _definition;
    private IReadOnlyList<string> _sources = [];
    private IReadOnlyList<CheckLine> _checks = [];
    private CheckCounts _counts = CheckCounts.Of(Array.Empty<CheckLine>());
    private IReadOnlyList<Crumb> _trail = [];
    private string _href = "";

    [Inject]
    public required CheckService Checks { get; set; }

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
        var id = new DefinitionId(DefinitionKind.Contract, Name);
        (_definition, _contract) = (definitions.Find(id), definitions.FindModel(id) as Contract);
        if (_definition is null || _contract is null)
        {
            Address.NotFound();
            return;
        }

        _href = DefinitionKinds.HrefOf(id, null);
        _trail = [new Crumb("Contracts", "/contracts")];
        _sources = [.. definitions.Sources.Where(source => source.Contract == Name).Select(static source => source.Name)];
        _checks = await Checks.ListAsync(_sources, CancellationToken.None);
        _counts = CheckCounts.Of(_checks);
    }
}

using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Web.Examples;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Products;

public partial class ProductOverview
{
    private const int MostChecks = 5;

    private PortFacts? _port;
    private IReadOnlyList<Snippet> _snippets = [];
    private bool _hasKey;

    [Inject]
    public required ExampleService Examples { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Parameter, EditorRequired]
    public ProductFacts Facts { get; set; } = null!; // Required.

    [Parameter, EditorRequired]
    public DefinitionSet Definitions { get; set; } = DefinitionSet.Empty;

    [Parameter, EditorRequired]
    public IReadOnlyList<Contract> Contracts { get; set; } = [];

    /// <summary>The page of the product, without a query.</summary>
    [Parameter, EditorRequired]
    public string Href { get; set; } = "";

    /// <summary>Name of the chosen port; the first when null or unknown.</summary>
    [Parameter]
    public string? Chosen { get; set; }

    // Of the one view, or of all where there are several.
    private string ProofHref => Facts.Ports.SelectMany(static port => port.Views).DistinctBy(static view => view.View.Name).ToList() is [var only]
        ? DefinitionKinds.HrefOf(DefinitionKind.FeatureView, only.View.Name, only.View.Domain) + "/proof"
        : "/proof";

    protected override async Task OnParametersSetAsync()
    {
        _port = Facts.Ports.FirstOrDefault(port => port.Port.Name == Chosen) ?? (Facts.Ports is [var first, ..] ? first : null);
        if (_port is null)
        {
            return;
        }

        var server = Address.BaseUri.TrimEnd('/');
        (_snippets, _hasKey) = _port.Source is { } source
            ? (EventSnippets.Read(await Examples.EventOfAsync(server, source.Source, CancellationToken.None)), true)
            : await Examples.SnippetsOfAsync(server, _port.Port, CancellationToken.None);
    }

    private string HrefOf(PortFacts port) => $"{Href}?port={Uri.EscapeDataString(port.Port.Name)}";
}

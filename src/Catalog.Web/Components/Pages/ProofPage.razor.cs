using Catalog.Web.Examples;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages;

public partial class ProofPage
{
    private ProofSummary _proof = ProofSummary.Empty;
    private IReadOnlyList<ProofLine> _lines = [];
    private IReadOnlyList<Snippet> _snippets = [];

    [Inject]
    public required ProofQuery Query { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    protected override async Task OnInitializedAsync()
    {
        (_proof, _lines) = await Query.ListAsync(CancellationToken.None);
        _snippets = ProofSnippets.Of(Address.BaseUri.TrimEnd('/'), view: null);
    }

    private static Status StatusOf(bool differs) => differs ? Status.Failed : Status.Fresh;
}

using Catalog.Web.Examples;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages;

public partial class ProofPage
{
    private const string Route = "/proof";
    private const int PageSize = 100;

    private ProofList _proof = ProofList.Empty;
    private IReadOnlyList<Snippet> _snippets = [];

    [Inject]
    public required ProofQuery Query { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    /// <summary>Lines before this page.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    private int Start => Addresses.Number(From);

    private string? NextHref => Start + _proof.Shown.Count < _proof.Lines.Count ? Addresses.Of(Route, ("from", Addresses.Number(Start + PageSize))) : null;

    protected override async Task OnParametersSetAsync()
    {
        _proof = await Query.ListAsync(Start, PageSize, CancellationToken.None);
        _snippets = ProofSnippets.Of(Address.BaseUri.TrimEnd('/'), view: null);
    }

    private static Status StatusOf(bool differs) => differs ? Status.Failed : Status.Fresh;
}

using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Start;

public partial class HomeOverview
{
    private const int MostViews = 12;
    private const int MostProducts = 6;

    private HomeFacts _home = HomeFacts.Empty;
    private IReadOnlyList<FilterLink> _teams = [];
    private IReadOnlyList<ViewFacts> _views = [];
    private string? _team;

    [Inject]
    public required HomeService Service { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    /// <summary><c>owner</c> shows what one team owns; everything otherwise.</summary>
    [Parameter]
    public string? Role { get; set; }

    /// <summary>That team; the first when null or unknown.</summary>
    [Parameter]
    public string? Team { get; set; }

    private bool IsOwner => Role == "owner" && Registry.Current.Teams.Count > 0;

    private string ProofTitle => IsOwner ? "Features of this team, trained = served" : "All features, trained = served";

    protected override async Task OnParametersSetAsync()
    {
        var definitions = Registry.Current;
        _team = IsOwner ? (definitions.Find(new DefinitionId(DefinitionKind.Team, Team ?? string.Empty))?.Id.Name ?? definitions.Teams[0].Name) : null;
        _teams = [.. definitions.Teams.Select(team => new FilterLink(team.Title ?? team.Name, Addresses.Of("/", ("role", "owner"), ("team", team.Name)), team.Name == _team))];
        _home = await Service.ReadAsync(_team, CancellationToken.None);
        _views = Heads.Of(_home.Holdings.Views, MostViews);
    }
}

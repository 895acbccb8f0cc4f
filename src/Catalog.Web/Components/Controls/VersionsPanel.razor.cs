using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Controls;

public partial class VersionsPanel
{
    private const int PageSize = 20;

    private IReadOnlyList<DefinitionVersion> _versions = [];
    private VersionDiff? _chosen;
    private DiffText _lines = DiffText.Of("", "");
    private int _total;

    [Inject]
    public required DefinitionService Service { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Parameter, EditorRequired]
    public DefinitionId Id { get; set; }

    /// <summary>The page that the panel stands on, without a query.</summary>
    [Parameter, EditorRequired]
    public string Href { get; set; } = "";

    /// <summary>The version that is shown; the newest when null.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    public string? Version { get; set; }

    /// <summary>Lists only versions with a smaller number.</summary>
    [SupplyParameterFromQuery(Name = "below")]
    public string? Below { get; set; }

    private string? NextHref => _versions is [.., { Number: > 1 } last] ? Addresses.Of(Href, ("below", Addresses.Number(last.Number))) : null;

    protected override async Task OnParametersSetAsync()
    {
        int? below = Addresses.Number(Below) is > 0 and var bound ? bound : null;
        _versions = await Service.ListVersionsAsync(Id, below, PageSize, CancellationToken.None);
        _total = (await Service.ListVersionsAsync(Id, below: null, limit: 1, CancellationToken.None)) is [var newest] ? newest.Number : 0;
        var wanted = Version is null ? _versions is [var first, ..] ? first.Number : 0 : Addresses.Number(Version);
        if (wanted < 1 || wanted > _total)
        {
            Address.NotFound();
            return;
        }

        _chosen = await Service.GetVersionAsync(Id, wanted, CancellationToken.None);
        _lines = DiffText.Of(_chosen.Change == ChangeKind.Changed ? _chosen.TextBefore ?? _chosen.Version.Text : _chosen.Version.Text, _chosen.Version.Text);
    }

    private string HrefOf(int number) => Addresses.Of(Href, ("version", Addresses.Number(number)), ("below", Below));

    private static string ScopeOf(VersionDiff diff) => diff.Change switch
    {
        ChangeKind.Added => "came new",
        ChangeKind.Removed => "removed it; this is what it was",
        _ when diff.Fields.Count == 0 => "comments or layout only",
        _ => Numbers.Count(diff.Fields.Count, "field") + " differ from the version before",
    };
}

using System.Globalization;
using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Views;

public partial class FeatureViewPage
{
    private ViewPage? _page;
    private string? _version;
    private bool _isEarlier;
    private bool _isFilled;
    private IReadOnlyList<Crumb> _trail = [];
    private IReadOnlyList<ViewTab> _tabs = [];
    private IReadOnlyList<CheckLine> _checks = [];

    [Inject]
    public required ViewPageQuery Query { get; set; }

    [Inject]
    public required CheckService Checks { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Parameter]
    public string? Domain { get; set; }

    [Parameter]
    public string Name { get; set; } = "";

    [Parameter]
    public string? Tab { get; set; }

    /// <summary>The selected feature; the first one when it is none of the view's.</summary>
    [SupplyParameterFromQuery]
    public string? Feature { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        _page = null;
        (var name, _version) = Name.Split('@', 2) is [var known, var version] ? (known, version) : (Name, null);
        var page = await Query.FindAsync(name, CancellationToken.None);
        if (page is null || (Domain is not null && Domain != page.View.Domain) || (Tab is not null && !ViewTabs.All.Contains(Tab)))
        {
            Address.NotFound();
            return;
        }

        if (Domain is null)
        {
            Address.NavigateTo(_version is null ? page.Href : $"{page.Href}@{Uri.EscapeDataString(_version)}");
            return;
        }

        _trail = [new Crumb(Domain, DefinitionKinds.HrefOf(new DefinitionId(DefinitionKind.Domain, Domain), null)), new Crumb("Feature views", "/views")];
        _checks = await Checks.ListAsync([page.View.Source], CancellationToken.None);
        _tabs = ViewTabs.Of(page, _checks.Count);
        _isEarlier = int.TryParse(_version, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked != page.View.Version && Registry.Current.FindView(name, asked) is not null;
        _isFilled = Statuses.Get(name).IsFilled(page.Statistics is not null);
        _page = page;
    }
}

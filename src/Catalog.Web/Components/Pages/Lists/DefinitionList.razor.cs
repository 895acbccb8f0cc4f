using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Lists;

public partial class DefinitionList
{
    private const int PageSize = 50;

    private DefinitionKindInfo _kind = DefinitionKinds.All[0];
    private IReadOnlyList<FilterLink> _domains = [];
    private IReadOnlyList<Definition> _page = [];
    private IReadOnlyList<Definition> _onDemand = [];
    private Holdings _holdings = new([], [], [], []);
    private int _all;
    private int _found;

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Inject]
    public required SearchService Search { get; set; }

    [Inject]
    public required HoldingsService Holdings { get; set; }

    /// <summary>Which kind, by the folder of its pages.</summary>
    [Parameter]
    public string Folder { get; set; } = "";

    [SupplyParameterFromQuery]
    public string? Domain { get; set; }

    /// <summary>Part of a name, title or description.</summary>
    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    /// <summary>Lines before this page.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    // In the domain that is looked at, a form is one step nearer; a contract may name a domain that is none.
    private string RegisterHref => DefinitionKinds.NewHrefOf(_kind.Kind, Registry.Current.Domains.Any(domain => domain.Name == Domain) ? Domain : null);

    private int Start => Addresses.Number(From);

    private string? NextHref => Start + _page.Count < _found ? HrefOf(Domain, Start + PageSize) : null;

    protected override async Task OnParametersSetAsync()
    {
        if (DefinitionKinds.OfFolder(Folder) is not { } kind)
        {
            // The route takes a folder in any case; its address is in small letters.
            Address.NavigateTo($"/{Folder.ToLowerInvariant()}{new Uri(Address.Uri).Query}");
            return;
        }

        _kind = kind;
        var definitions = Registry.Current;
        var ofKind = definitions.Definitions.Where(definition => definition.Id.Kind == _kind.Kind).ToList();
        _all = ofKind.Count;
        _domains = DomainsOf(ofKind);
        var found = ofKind.Where(Fits).ToList();
        _found = found.Count;
        _page = [.. found.Skip(Start).Take(PageSize)];

        // Who looks for features finds both kinds of views in one place.
        _onDemand = _kind.Kind == DefinitionKind.FeatureView && Start == 0
            ? [.. definitions.Definitions.Where(definition => definition.Id.Kind == DefinitionKind.OnDemandFeatureView && Fits(definition))]
            : [];
        var names = _page.Select(static definition => definition.Id).ToHashSet();
        _holdings = _kind.Kind is DefinitionKind.DataProduct or DefinitionKind.FeatureView or DefinitionKind.Source
            ? await Holdings.OfAsync(definition => names.Contains(definition.Id), CancellationToken.None)
            : _holdings;
    }

    private IReadOnlyList<FilterLink> DomainsOf(List<Definition> definitions)
        => _kind.Kind is DefinitionKind.Domain ? [] :
        [
            new FilterLink("All domains", HrefOf(null), string.IsNullOrEmpty(Domain)),
            .. FilterLink.NamesOf(definitions.Select(static definition => definition.Domain), Domain)
                .Select(domain => new FilterLink(domain, HrefOf(domain), domain == Domain, definitions.Count(definition => definition.Domain == domain))),
        ];

    private bool Fits(Definition definition) => (string.IsNullOrEmpty(Domain) || definition.Domain == Domain) && Holds(definition);

    private bool Holds(Definition definition)
        => string.IsNullOrWhiteSpace(Text) || (Search.Describe(definition.Id) is { } document
            && new[] { definition.Id.Name, document.Title, document.Description }.Any(text => text.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase)));

    private string HrefOf(string? domain, int from = 0) => Addresses.Of("/" + _kind.Folder, ("domain", domain), ("text", Text), ("from", Addresses.Number(from)));
}

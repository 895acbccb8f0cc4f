using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Consumers;
using Catalog.Web.Examples;
using Catalog.Web.ViewModels;
using FeatureStore.Access;
using FeatureStore.Model;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Consumers;

public sealed partial class ConsumerSheet
{
    private ConsumerFacts? _facts;
    private IReadOnlyList<Snippet> _snippets = [];
    private bool _hasKey;
    private bool _isLoaded;

    [Parameter]
    [EditorRequired]
    public string Name { get; set; } = "";

    [Inject]
    public required ExampleService Examples { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _facts = await Reader.FindAsync(Name, CancellationToken.None);
        _isLoaded = true;
        if (_facts is not null && FindService(_facts.Consumer) is { } service)
        {
            (var example, _hasKey) = await Examples.LookupOfAsync(Address.BaseUri.TrimEnd('/'), service, CancellationToken.None);
            _snippets = ConsumerSnippets.Lookup(example);
        }
    }

    // The first that it may read and that there still is.
    private FeatureService? FindService(Consumer consumer)
    {
        var names = consumer.ReadsEverything ? Registry.Current.Services.Select(static service => service.Name).Order(StringComparer.Ordinal) : consumer.FeatureServices.AsEnumerable();
        return names.Select(name => Registry.Current.FindModel<FeatureService>(DefinitionKind.FeatureService, name)).FirstOrDefault(static service => service is not null);
    }
}

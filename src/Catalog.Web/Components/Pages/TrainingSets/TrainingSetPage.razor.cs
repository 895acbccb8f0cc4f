using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Queries;
using Catalog.Web.TrainingSets;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.TrainingSets;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.TrainingSets;

public partial class TrainingSetPage
{
    private const int PreviewRows = 20;

    private static readonly IReadOnlyList<Crumb> Trail = [new Crumb("Training sets", TrainingSetWords.ListHref)];

    private TrainingSet? _set;
    private TrainingSetManifest? _manifest;
    private IReadOnlyList<TrainingSetColumnLine> _lines = [];
    private IReadOnlyList<(string Text, string? Href)> _subjects = [];
    private TrainingSetPreview _preview = new([], [], 0);

    [Inject]
    public required TrainingSetService Sets { get; set; }

    [Inject]
    public required TrainingSetManifests Manifests { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    /// <summary>Its name, or its id while another one of that name is the complete one.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    private bool IsComplete => _set?.State == TrainingSetState.Completed;

    private string Server => Address.BaseUri.TrimEnd('/');

    protected override async Task OnParametersSetAsync()
    {
        _set = Guid.TryParse(Name, out var id) ? await Sets.FindAsync(id, CancellationToken.None) : null;
        _set ??= await Sets.FindAsync(Name, CancellationToken.None);
        if (_set is null)
        {
            Address.NotFound();
            return;
        }

        _subjects = SubjectsOf(_set.Definition);
        if (IsComplete)
        {
            _preview = await Sets.PreviewAsync(_set.Name, PreviewRows, CancellationToken.None);
            _manifest = Manifests.Find(_set);
            _lines = TrainingSetColumnLine.Of(_set, Sets.Outline(_set.Definition));
        }
    }

    private IReadOnlyList<(string Text, string? Href)> SubjectsOf(TrainingSetDefinition definition)
        => definition.FeatureService is { } service
            ? [Link(DefinitionKind.FeatureService, service)]
            : [.. TrainingSetWords.ViewsOf(definition).Select(view => Link(Registry.Current.FindOnDemandView(view) is null ? DefinitionKind.FeatureView : DefinitionKind.OnDemandFeatureView, view))];

    private (string Text, string? Href) Link(DefinitionKind kind, string name) => (name, DefinitionKinds.HrefOf(Registry.Current, new DefinitionId(kind, name)));
}

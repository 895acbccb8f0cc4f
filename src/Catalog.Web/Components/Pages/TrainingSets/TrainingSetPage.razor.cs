using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Examples;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Catalog.Web.TrainingSets;
using Catalog.Web.ViewModels;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.TrainingSets;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.TrainingSets;

public partial class TrainingSetPage
{
    private const int PreviewRows = 10;

    private static readonly IReadOnlyList<Crumb> Trail = [new Crumb("Training sets", TrainingSetWords.ListHref)];

    private TrainingSet? _set;
    private TrainingSetManifest? _manifest;
    private TrainingSetColumnPage _columns = TrainingSetColumnPage.Empty;
    private RebuildForecast? _forecast;
    private string? _missing;
    private bool _canBeMadeAgain;
    private string? _frameExtension;
    private IReadOnlyList<(string Text, string? Href)> _subjects = [];
    private TrainingSetPreview _preview = new([], [], 0);

    [Inject]
    public required TrainingSetService Sets { get; set; }

    [Inject]
    public required TrainingSetReader Reader { get; set; }

    [Inject]
    public required TrainingSetManifests Manifests { get; set; }

    [Inject]
    public required RebuildForecaster Forecaster { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    /// <summary>Its name, or its id while another one of that name is the complete one.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>Part of the names of the columns that are shown.</summary>
    [SupplyParameterFromQuery]
    public string? Column { get; set; }

    /// <summary>Columns before those that are shown.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    private bool IsComplete => _set?.State == TrainingSetState.Completed;

    private IReadOnlySet<string> Keys => (_manifest?.Views.SelectMany(static view => view.KeyColumns) ?? []).ToHashSet(StringComparer.Ordinal);

    private IReadOnlySet<string> Identity => Keys.Append(_set?.Definition.TimestampColumn ?? string.Empty).ToHashSet(StringComparer.Ordinal);

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
            await ReadAsync(_set);
        }
    }

    private async Task ReadAsync(TrainingSet set)
    {
        try
        {
            _preview = await Reader.PreviewAsync(set.Name, PreviewRows, CancellationToken.None);
        }
        catch (FeatureStoreException exception)
        {
            _missing = exception.Message; // Its files are gone or damaged. The record stays, and can be deleted.
        }

        try
        {
            _manifest = Manifests.Find(set);
        }
        catch (FeatureStoreException exception)
        {
            _missing ??= exception.Message;
        }

        _columns = TrainingSetColumnPage.Of(TrainingSetColumnLine.Of(set, Sets.Outline(set.Definition)), Column, Addresses.Number(From));
        _frameExtension = Reader.FindFrameExtension(set);
        _canBeMadeAgain = (set.Definition.Range is not null || _frameExtension is not null) && Sets.Validate(new TrainingSetRequest { Definition = set.Definition }, frameColumns: null).Count == 0;
        _forecast = _manifest is null ? null : await Forecaster.ForecastAsync(set, _manifest, CancellationToken.None);
    }

    /// <summary>The rows that it was made of, as the server keeps them; null where a range says which.</summary>
    private SnippetFrame? Frame(TrainingSet set)
        => set.Definition.Range is null ? SnippetFrame.Fetched("entities" + _frameExtension, Server + TrainingSetWords.FrameHrefOf(set.Name)) : null;

    private IReadOnlyList<(string Text, string? Href)> SubjectsOf(TrainingSetDefinition definition)
        => definition.FeatureService is { } service
            ? [Link(DefinitionKind.FeatureService, service)]
            : [.. TrainingSetWords.ViewsOf(definition).Select(view => Link(Registry.Current.FindOnDemandView(view) is null ? DefinitionKind.FeatureView : DefinitionKind.OnDemandFeatureView, view))];

    private (string Text, string? Href) Link(DefinitionKind kind, string name) => (name, DefinitionKinds.HrefOf(Registry.Current, new DefinitionId(kind, name)));
}

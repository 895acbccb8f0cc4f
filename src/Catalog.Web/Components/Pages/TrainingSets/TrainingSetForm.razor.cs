using System.Text;
using Catalog.Core.Storage;
using Catalog.Definitions;
using Catalog.Web.Components.Forms;
using Catalog.Web.Formatting;
using Catalog.Web.TrainingSets;
using FeatureStore;
using FeatureStore.TrainingSets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace Catalog.Web.Components.Pages.TrainingSets;

public sealed partial class TrainingSetForm : IAsyncDisposable
{
    // Drawing each piece of a large file would be slower than receiving it.
    private const double LeastStep = 0.02;

    private readonly CancellationTokenSource _living = new();
    private TrainingSetDraft _draft = null!; // Made before the first rendering.
    private FormScript _script = null!; // The same.
    private double? _receiving;
    private bool _isBusy;

    /// <summary>The key of what it begins with; the first service when null.</summary>
    [Parameter]
    public string? Subject { get; set; }

    [Inject]
    public required TrainingSetService Sets { get; set; }

    [Inject]
    public required SampleFrames Samples { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required IOptions<FeatureStoreOptions> Options { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    private IReadOnlyList<string> HistoryViews => [.. Registry.Current.Views.Where(static view => view.Offline).Select(static view => view.Name)];

    private string SubjectKey => _draft.Subject?.Key ?? string.Empty;

    private string? WhyNot => _isBusy ? "It is being asked for" : _receiving is not null ? "The file is being received" : _draft.ErrorCount > 0 ? $"{Numbers.Count(_draft.ErrorCount, "thing")} left to do" : null;

    public async ValueTask DisposeAsync()
    {
        await _living.CancelAsync();
        _living.Dispose();
        _draft.Dispose();
        await _script.DisposeAsync();
    }

    protected override void OnInitialized()
    {
        _script = new FormScript(Script, Assets["js/forms.js"]);
        _draft = new TrainingSetDraft(Sets);
        Choose(Subject ?? (TrainingSetSubject.Choices(Registry.Current) is [var first, ..] ? first.Value : null));
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _draft.Author = await _script.ReadAuthorAsync();
            StateHasChanged();
        }
    }

    private static string Field(TrainingSetPart part) => FieldErrors.FieldOf(part);

    private static string Notes(TrainingSetPart part) => FieldErrors.IdOf(part);

    private string? Invalid(TrainingSetPart part) => _draft.ErrorsAt(part).Count > 0 ? "true" : null;

    private void Choose(string? key) => _draft.Choose(TrainingSetSubject.Find(Registry.Current, key));

    private Task LookAsync() => _draft.LookForNameAsync(_living.Token);

    private async Task ReceiveAsync(InputFileChangeEventArgs chosen)
    {
        _receiving = 0;
        StateHasChanged();
        try
        {
            var content = chosen.File.OpenReadStream(Math.Max(chosen.File.Size, Options.Value.TrainingSets.MaxFrameBytes), _living.Token);
            await using var counted = new CountingStream(content, bytes => Progress((double)bytes / Math.Max(1, chosen.File.Size)));
            await _draft.ReceiveAsync(chosen.File.Name, counted, _living.Token);
        }
        finally
        {
            _receiving = null;
        }
    }

    private void Progress(double share)
    {
        if (share - _receiving >= LeastStep)
        {
            _receiving = share;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    private async Task TakeSampleAsync()
    {
        if (_draft.Subject is not { } subject)
        {
            return;
        }

        if (await Samples.FindAsync(subject, _living.Token) is { } text)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await _draft.ReceiveAsync(SampleFrames.FileName, content, _living.Token);
        }
        else
        {
            _draft.Refuse($"There is no sample: no key has a value in the views of '{SubjectKey[(SubjectKey.IndexOf(':', StringComparison.Ordinal) + 1)..]}' yet.");
        }
    }

    private async Task BuildAsync()
    {
        if (_isBusy || _receiving is not null)
        {
            return;
        }

        _isBusy = true;
        var made = await _draft.CreateAsync(_living.Token);
        _isBusy = made is not null;
        if (made is not null)
        {
            await _script.KeepAuthorAsync(_draft.Author);
            Address.NavigateTo(TrainingSetWords.HrefOf(_draft.Overwrite ? made.Id.ToString() : made.Name));
        }
        else if (_draft.FirstError is { } part)
        {
            StateHasChanged();
            await _script.RevealAsync(Field(part), Notes(part));
        }
    }
}

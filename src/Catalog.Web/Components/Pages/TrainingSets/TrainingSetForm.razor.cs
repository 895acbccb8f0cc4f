using System.Text;
using Catalog.Core.Storage;
using Catalog.Definitions;
using Catalog.Web.Components.Forms;
using Catalog.Web.Examples;
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
    private SnippetFrame? _example;
    private string? _sample;
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

    private IReadOnlyList<(TrainingSetPart Part, string Words)> ToDo => _isBusy || _receiving is not null ? [] : _draft.ToDo;

    private string? WhyNot => _isBusy ? "It is being asked for" : _receiving is not null ? "The file is being received" : ToDo.Count > 0 ? $"{Numbers.Count(ToDo.Count, "thing")} left to do" : null;

    // The file of a reader is named; the sample and an example are nowhere but here.
    private SnippetFrame? Frame => _draft.Rows.From != RowsFrom.Frame ? null
        : _draft.Frame is not { } frame ? _example
        : _sample is { } text && frame.Name == SampleFrames.FileName ? SnippetFrame.Written(frame.Name, text)
        : SnippetFrame.Own(frame.Name);

    private string SnippetWords => _draft.Rows.From == RowsFrom.Frame && _draft.Frame is null ? "The same from elsewhere, with a few keys in place of a file of yours."
        : Frame is { } own && own.FileName != SampleFrames.FileName ? $"The same from elsewhere, in the folder with {own.FileName}."
        : "The same from elsewhere.";

    public async ValueTask DisposeAsync()
    {
        await _living.CancelAsync();
        _living.Dispose();
        _draft.Dispose();
        await _script.DisposeAsync();
    }

    protected override Task OnInitializedAsync()
    {
        _script = new FormScript(Script, Assets["js/forms.js"]);
        _draft = new TrainingSetDraft(Sets);
        return ChooseAsync(Subject ?? (TrainingSetSubject.Choices(Registry.Current) is [var first, ..] ? first.Value : null));
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

    private async Task ChooseAsync(string? key)
    {
        _draft.Choose(TrainingSetSubject.Find(Registry.Current, key));
        _example = null;
        if (_draft.Subject is { } subject)
        {
            var example = await Samples.ExampleAsync(subject, _living.Token);
            _example = _draft.Subject == subject ? example : _example; // Another one may be chosen meanwhile.
        }
    }

    private Task<bool> RevealAsync(TrainingSetPart part) => _script.RevealAsync(Field(part), Notes(part));

    private Task LookAsync() => _draft.LookForNameAsync(_living.Token);

    private async Task ReceiveAsync(InputFileChangeEventArgs chosen)
    {
        (_receiving, _sample) = (0, null);
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
            _sample = text;
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

using Catalog.Definitions;
using Catalog.Web.Components.Forms;
using Catalog.Web.Erasures;
using FeatureStore.Erasures;
using FeatureStore.Model;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Catalog.Web.Components.Pages.Erasures;

public sealed partial class ErasureForm : IAsyncDisposable
{
    private readonly CancellationTokenSource _living = new();
    private ErasureDraft _draft = null!; // Made before the first rendering.
    private FormScript _script = null!; // The same.
    private bool _isBusy;

    /// <summary>The key of what it begins with; the first choice when null.</summary>
    [Parameter]
    public string? Subject { get; set; }

    [Inject]
    public required ErasureService Erasures { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    private IReadOnlyList<ErasureSubject> Choices => ErasureSubject.Choices(Registry.Current.Views);

    private string SubjectKey => _draft.Subject?.Key ?? string.Empty;

    private string? WhyNot => _isBusy ? "It is being asked for" : _draft.Found is null ? "Look what there is of it first" : null;

    private string EntityText => string.Join(", ", (_draft.Subject?.Entities ?? []).Select(entity => $"{entity.JoinKey} {_draft.TextOf(entity)}"));

    public async ValueTask DisposeAsync()
    {
        await _living.CancelAsync();
        _living.Dispose();
        await _script.DisposeAsync();
    }

    protected override void OnInitialized()
    {
        _script = new FormScript(Script, Assets["js/forms.js"]);
        _draft = new ErasureDraft(Erasures);
        Choose(Subject);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _draft.Author = await _script.ReadAuthorAsync();
            StateHasChanged();
        }
    }

    private static string FieldOf(Entity entity) => "erasure-key-" + entity.JoinKey;

    private void Choose(string? key) => _draft.Choose(Choices.FirstOrDefault(choice => choice.Key == key) ?? (Choices is [var first, ..] ? first : null));

    private async Task LookAsync()
    {
        if (_isBusy)
        {
            return;
        }

        if (_draft.FindWrong() is { } wrong)
        {
            StateHasChanged();
            await _script.RevealAsync(FieldOf(wrong));
            return;
        }

        _isBusy = true;
        try
        {
            await _draft.LookAsync(_living.Token);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task AskAsync()
    {
        if (_isBusy || _draft.Found is null)
        {
            return;
        }

        _isBusy = true;
        var asked = await _draft.AskAsync(_living.Token);
        _isBusy = asked is not null;
        if (asked is not null)
        {
            await _script.KeepAuthorAsync(_draft.Author);
            Address.NavigateTo(ErasureWords.HrefOf(asked.Id));
        }
    }
}

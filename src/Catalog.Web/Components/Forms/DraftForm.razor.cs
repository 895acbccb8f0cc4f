using System.Text.Json;
using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Web.Drafts;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Catalog.Web.Components.Forms;

public sealed partial class DraftForm : IAsyncDisposable
{
    // Planning asks the database, so it waits until the hand rests.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    private DraftSession _session = null!; // Made before the first rendering.
    private FormScript _script = null!; // The same.
    private readonly CancellationTokenSource _living = new();
    private CancellationTokenSource _following = new();
    private Task _follower = Task.CompletedTask;
    private TrialPanel? _trial;
    private KeptDraft? _kept;
    private string? _saved;
    private string _text = "";
    private int _errors;
    private bool _isTyped;

    /// <summary>The kind of what is registered or changed.</summary>
    [Parameter, EditorRequired]
    public DefinitionKind Kind { get; set; }

    /// <summary>What is changed; null registers something new.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The domain of something new.</summary>
    [Parameter]
    public string? Domain { get; set; }

    /// <summary>The source that a new feature view begins with.</summary>
    [Parameter]
    public string? From { get; set; }

    /// <summary>Whether the text is edited by hand, without a form.</summary>
    [Parameter]
    public bool AsText { get; set; }

    [Inject]
    public required DefinitionService Service { get; set; }

    [Inject]
    public required DefinitionRegistry Registry { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    private string Title => Name is null ? $"Register {DefinitionKindWords.WithArticle(_session.Kind)}" : $"Change {Name}";

    private string DraftKey => "draft:" + new Uri(Address.Uri).AbsolutePath + (Name is null ? new Uri(Address.Uri).Query : string.Empty);

    private string? WhyNot => _session.IsBusy ? "It is being applied" : _session.WhyNot;

    private bool CanPlan => WhyNoPlan is null;

    private string? WhyNoPlan => _session.Left is { } left ? left : _session.Draft.HasChanges ? null : "Nothing is changed yet";

    public async ValueTask DisposeAsync()
    {
        Registry.Changed -= OnCatalogueChanged;
        await _following.CancelAsync();
        _following.Dispose();
        await _living.CancelAsync();
        _living.Dispose();
        await _script.DisposeAsync();
    }

    protected override void OnInitialized()
    {
        _script = new FormScript(Script, Assets["js/forms.js"]);
        var definition = Name is null ? null : Registry.Current.Find(new DefinitionId(Kind, Name));
        _session = definition is null
            ? DraftSession.New(Service, Registry, Clock, Kind, DefinitionTemplates.For(Kind, Registry.Current, Domain, From))
            : DraftSession.Change(Service, Registry, Clock, definition);
        _text = _session.Draft.Text;
        _errors = _session.Findings.ErrorCount;
        _session.Changed += OnSessionChanged;
        Registry.Changed += OnCatalogueChanged;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _session.Author = await _script.ReadAuthorAsync();
        if (await _script.ReadAsync(DraftKey) is { } kept && KeptDraft.Read(kept) is { } draft && draft.Text != _session.Draft.Text && !_isTyped)
        {
            _kept = draft;
        }

        StateHasChanged();
        _follower = FollowAsync(Again());
    }

    private void OnCatalogueChanged(object? sender, DefinitionsChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        _session.LookForOthers();
        _follower = FollowAsync(Again());
    });

    private void OnSessionChanged()
    {
        if (_session.Draft.Text != _text)
        {
            // What is typed takes the place of the draft that was kept, so that one can no longer be had.
            (_text, _isTyped, _kept) = (_session.Draft.Text, true, null);
            _follower = FollowAsync(Again());
        }

        StateHasChanged();
    }

    private CancellationToken Again()
    {
        _following.Cancel();
        _following.Dispose();
        _following = new CancellationTokenSource();
        return _following.Token;
    }

    // What follows what was typed, once the hand rests: the draft is kept, the number of errors told, the plan made.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Rest, Clock, cancellationToken);
            if (_session.IsBusy)
            {
                return;
            }

            if (_isTyped)
            {
                await KeepAsync();
            }

            if (_session.Findings.ErrorCount != _errors)
            {
                _errors = _session.Findings.ErrorCount;
                await _script.SayAsync(_errors == 0 ? "No errors" : Numbers.Count(_errors, "error"));
            }

            await _session.PlanAsync(cancellationToken);
            await (_trial?.RunAsync(cancellationToken) ?? Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            // More was typed.
        }
    }

    private async Task KeepAsync()
    {
        var now = Instant.Now(Clock);
        var kept = await _script.KeepAsync(DraftKey, new KeptDraft(_session.Draft.Text, _session.Draft.Original, now.UnixMicroseconds).Write());
        _saved = kept ? $"Kept in this browser at {Times.Stamp(now)}" : null;
        StateHasChanged();
    }

    private void Resume()
    {
        if (_kept is { } draft)
        {
            _kept = null;
            _session.Resume(draft.Text, draft.Original);
        }
    }

    private async Task ForgetAsync()
    {
        _kept = null;
        await _script.DropAsync(DraftKey);
    }

    private async Task ShowPlanAsync()
    {
        if (CanPlan)
        {
            await _session.PlanAsync(_living.Token);
            await _script.RevealAsync("draft-plan");
        }
        else
        {
            await RevealFirstErrorAsync();
        }
    }

    private async Task ApplyAsync()
    {
        if (_session.IsBusy)
        {
            return;
        }

        if (await _session.ApplyAsync(_living.Token) is { } address)
        {
            await _script.DropAsync(DraftKey);
            await _script.KeepAuthorAsync(_session.Author);
            Address.NavigateTo(address);
        }
        else
        {
            await RevealFirstErrorAsync();
        }
    }

    private async Task RevealFirstErrorAsync()
    {
        if (_session.Findings.All.FirstOrDefault(static finding => finding.Severity == FindingSeverity.Error) is { } first)
        {
            await RevealAsync(first);
        }
        else if (_session.HasLosses && !_session.AcceptsLosses)
        {
            await _script.RevealAsync("draft-losses");
        }
    }

    private async Task RevealAsync(Finding finding)
    {
        var found = AsText
            ? await _script.RevealLineAsync(YamlPanel.TextId, finding.Location.Line)
            : await _script.RevealAsync([.. PlacesOf(finding.Location.Path), YamlPanel.LineId + finding.Location.Line]);
        if (!found)
        {
            await _script.RevealLineAsync(YamlPanel.TextId, finding.Location.Line);
        }
    }

    // The field of the path itself, or of what holds it.
    private static IEnumerable<string> PlacesOf(string path)
    {
        while (path.Length > 0)
        {
            yield return FieldBase.IdOf(path);
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }
    }

    /// <summary>A draft as the browser keeps it.</summary>
    private sealed record KeptDraft(string Text, string Original, long SavedAt)
    {
        public Instant At => new(SavedAt);

        public string Write() => JsonSerializer.Serialize(this);

        /// <summary>Null for what this page did not write.</summary>
        public static KeptDraft? Read(string json)
        {
            try
            {
                return JsonSerializer.Deserialize<KeptDraft>(json) is { Text: not null, Original: not null } kept ? kept : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}

using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Catalog.Web.Components.Layout;

public sealed partial class Palette : IDisposable
{
    private static readonly PaletteHits Nothing = new(string.Empty, [], TimeSpan.Zero);

    private PaletteHits _hits = Nothing;
    private string _query = "";
    private int _chosen;
    private PaletteItem? _subject;
    private Task _search = Task.CompletedTask;
    private CancellationTokenSource _typing = new();

    [Inject]
    public required PaletteSearch Search { get; set; }

    [Inject]
    public required NavigationManager Address { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    private string? Summary => _query.Length == 0
        ? null
        : $"{Numbers.Count(_hits.Items.Count, "hit")}, {Durations.Exact(_hits.Took)}";

    public void Dispose()
    {
        _typing.Cancel();
        _typing.Dispose();
    }

    private static string OptionId(int index) => $"palette-option-{index}";

    private IReadOnlyList<PaletteHitGroup> Groups => _subject is null ? _hits.Groups : [new PaletteHitGroup(PaletteGroup.Actions, _subject.Actions)];

    private IReadOnlyList<PaletteItem> Items => _subject?.Actions ?? _hits.Items;

    private int IndexOf(PaletteItem item) => Items.TakeWhile(other => !ReferenceEquals(other, item)).Count();

    private Task RefreshAsync() => FindAsync(_query);

    private Task FindAsync(string query)
    {
        _typing.Cancel();
        _typing.Dispose();
        _typing = new CancellationTokenSource();
        _query = query;
        return _search = ShowAsync(query, _typing.Token);
    }

    private async Task ShowAsync(string query, CancellationToken cancellationToken)
    {
        try
        {
            _hits = await Search.FindAsync(query, cancellationToken);
            (_chosen, _subject) = (0, null);
        }
        catch (OperationCanceledException)
        {
            // More was typed; the newer search shows its own hits.
        }
    }

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        // Enter belongs to what was typed before it, so the search is awaited before a hit is opened.
        await _search;
        var count = Items.Count;
        switch (key.Key)
        {
            case "ArrowDown" when count > 0:
                _chosen = (_chosen + 1) % count;
                break;
            case "ArrowUp" when count > 0:
                _chosen = (_chosen + count - 1) % count;
                break;
            case "Enter" when count > 0:
                await OpenAsync(Items[_chosen], key.CtrlKey || key.MetaKey);
                break;
            case "Tab" when key.ShiftKey && _subject is not null:
                Back();
                break;
            case "Tab" when !key.ShiftKey:
                SwitchActions();
                break;
        }
    }

    // Of a hit its actions, and of actions the hits that they came from.
    private void SwitchActions()
    {
        if (_subject is not null)
        {
            Back();
        }
        else if (_hits.Items.Count > 0 && _hits.Items[_chosen] is { Actions.Count: > 0 } hit)
        {
            (_subject, _chosen) = (hit, 0);
        }
    }

    private void Back()
    {
        var hit = _subject;
        _subject = null;
        _chosen = hit is null ? 0 : IndexOf(hit);
    }

    private async Task OpenAsync(PaletteItem item, bool newTab)
    {
        await Script.InvokeVoidAsync("catalog.close", "palette");
        await FindAsync(string.Empty);
        if (item.Copies is not null)
        {
            return; // portal.js has copied it: a browser lets only what a person does reach the clipboard.
        }

        if (newTab)
        {
            await Script.InvokeVoidAsync("open", item.Href, "_blank", "noopener");
        }
        else
        {
            Address.NavigateTo(item.Href);
        }
    }
}

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

    private int IndexOf(PaletteItem item) => _hits.Items.TakeWhile(other => !ReferenceEquals(other, item)).Count();

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
            _chosen = 0;
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
        var count = _hits.Items.Count;
        if (count == 0)
        {
            return;
        }

        switch (key.Key)
        {
            case "ArrowDown":
                _chosen = (_chosen + 1) % count;
                break;
            case "ArrowUp":
                _chosen = (_chosen + count - 1) % count;
                break;
            case "Enter":
                await OpenAsync(_hits.Items[_chosen], key.CtrlKey || key.MetaKey);
                break;
        }
    }

    private async Task OpenAsync(PaletteItem item, bool newTab)
    {
        await Script.InvokeVoidAsync("catalog.close", "palette");
        await FindAsync(string.Empty);
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

using Catalog.Core.Errors;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Catalog.Web.Components.Live;

public sealed partial class LiveRuns
{
    private readonly CancellationTokenSource _stopping = new();
    private DotNetObjectReference<LiveRuns>? _self;
    private Task _following = Task.CompletedTask;
    private bool _held;
    private bool _visible = true;

    /// <summary>Only changes of this run count; null for all.</summary>
    [Parameter]
    public Guid? Only { get; set; }

    /// <summary>Something may have changed: time to read and draw again.</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    /// <summary>Called by portal.js when the page is hidden or shown again.</summary>
    [JSInvokable]
    public async Task SetVisibleAsync(bool visible)
    {
        var returns = visible && !_visible;
        _visible = visible;
        if (returns && !_held)
        {
            await Changed.InvokeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _following = FollowAsync();
            _self = DotNetObjectReference.Create(this);
            await Script.InvokeVoidAsync("catalog.watch", _self);
        }
    }

    private async Task FollowAsync()
    {
        await foreach (var _ in Feed.ReadAsync(Only, _stopping.Token))
        {
            if (_visible && !_held)
            {
                await InvokeAsync(TryReadAsync);
            }
        }
    }

    private async Task TryReadAsync()
    {
        try
        {
            await Changed.InvokeAsync();
        }
        catch (CatalogException error) when (error.IsTransient)
        {
            // What is shown stays; the next tick tries again.
        }
    }

    private async Task ToggleAsync()
    {
        _held = !_held;
        if (!_held)
        {
            await Changed.InvokeAsync();
        }
    }
}

using Microsoft.JSInterop;

namespace Catalog.Web.Components.Forms;

/// <summary>What forms ask of the browser. Once the browser is gone nothing is done.</summary>
internal sealed class FormScript(IJSRuntime script, string address) : IAsyncDisposable
{
    private const string AuthorKey = "author";

    private IJSObjectReference? _module;

    /// <summary>Moves the focus to the first of these ids that is on the page.</summary>
    public Task<bool> RevealAsync(params IReadOnlyList<string> ids) => CallAsync<bool>("reveal", ids);

    /// <summary>Selects a line of a text area.</summary>
    public Task<bool> RevealLineAsync(string id, int line) => CallAsync<bool>("revealLine", id, line);

    /// <summary>What the browser keeps under a key; null when it keeps nothing.</summary>
    public Task<string?> ReadAsync(string key) => CallAsync<string?>("read", key);

    /// <summary>Lets the browser keep a text; false when it does not.</summary>
    public Task<bool> KeepAsync(string key, string value) => CallAsync<bool>("keep", key, value);

    /// <summary>Lets the browser forget what it keeps under a key.</summary>
    public Task DropAsync(string key) => CallAsync<object?>("drop", key);

    /// <summary>Who applied or asked last in this browser; empty when nobody did.</summary>
    public async Task<string> ReadAuthorAsync() => await ReadAsync(AuthorKey) ?? string.Empty;

    /// <summary>Lets the browser keep who applies or asks.</summary>
    public Task<bool> KeepAuthorAsync(string author) => KeepAsync(AuthorKey, author);

    /// <summary>Tells it to who listens to the page; what comes too fast is left out.</summary>
    public Task SayAsync(string words) => CallAsync<object?>("say", words);

    public async ValueTask DisposeAsync()
    {
        if (_module is null)
        {
            return;
        }

        try
        {
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has let go of it already.
        }
    }

    private async Task<TResult?> CallAsync<TResult>(string function, params object?[] arguments)
    {
        try
        {
            _module ??= await script.InvokeAsync<IJSObjectReference>("import", "./" + address);
            return await _module.InvokeAsync<TResult>(function, arguments);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            return default;
        }
    }
}

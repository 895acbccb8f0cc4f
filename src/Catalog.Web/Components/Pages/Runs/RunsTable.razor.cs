using Catalog.Core.Errors;
using Catalog.Web.Formatting;
using Catalog.Web.Queries.Runs;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Runs;

public sealed partial class RunsTable
{
    private RunList? _list;
    private string? _refusal;

    [Parameter]
    public string? State { get; set; }

    [Parameter]
    public string? Kind { get; set; }

    [Parameter]
    public string? Domain { get; set; }

    [Parameter]
    public string? Dataset { get; set; }

    [Parameter]
    public string? Cursor { get; set; }

    private RunsAddress Asked => RunsAddress.Parse(State, Kind, Domain, Dataset, Cursor);

    // Links of filters begin at the first page.
    private RunsAddress At => (_list?.Address ?? Asked) with { Cursor = null };

    // What the list is narrowed to, in words.
    private string Filters => string.Join(", ", new[]
    {
        Asked.State is { } state ? $"state {RunWords.StateOf(state)}" : null,
        Asked.Kind is { } kind ? $"kind {RunWords.KindOf(kind).ToLowerInvariant()}" : null,
        Asked.Domain is { } domain ? $"domain {domain}" : null,
        Asked.Dataset is { } dataset ? $"dataset {dataset}" : null,
        Asked.Cursor is null ? null : "a place behind the last one",
    }.OfType<string>());

    private bool IsNarrowed => Asked != new RunsAddress();

    protected override Task OnParametersSetAsync() => ReloadAsync();

    private static MarkupString Count(long value) => new($"<span class=\"m num\">{Numbers.Count(value)}</span>");

    private async Task ReloadAsync() => _list = await Reader.ReadAsync(Asked, CancellationToken.None);

    private async Task CancelAsync(Guid runId)
    {
        try
        {
            await Control.CancelAsync(runId, CancellationToken.None);
            _refusal = null;
        }
        catch (CatalogException error)
        {
            _refusal = error.Message;
        }

        await ReloadAsync();
    }
}

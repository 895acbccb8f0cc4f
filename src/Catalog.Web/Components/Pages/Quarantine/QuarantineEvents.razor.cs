using Catalog.Core.Errors;
using Catalog.Web.Formatting;
using Catalog.Web.Queries.Quarantine;
using Ingestion.Formats;
using Ingestion.Model;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Quarantine;

public sealed partial class QuarantineEvents
{
    private const int ShownBytes = 200;

    private static readonly (QuarantineState? State, string Words)[] States =
    [
        (QuarantineState.Open, "open"), (QuarantineState.Replayed, "replayed"), (QuarantineState.Dismissed, "dismissed"), (null, "all"),
    ];

    private readonly HashSet<long> _chosen = [];
    private QuarantinePage _page = new([], null);
    private long _total;
    private string? _done;
    private string? _refusal;
    private Guid? _replay;

    [Parameter, EditorRequired]
    public string Source { get; set; } = "";

    [Parameter]
    public string[]? Rule { get; set; }

    [Parameter]
    public string? State { get; set; }

    [Parameter]
    public string? Text { get; set; }

    /// <summary>Number of the event that is shown beside the table; null when there is none.</summary>
    [Parameter]
    public long? Seq { get; set; }

    [Parameter]
    public string? Cursor { get; set; }

    [Parameter]
    public string? By { get; set; }

    // Links of filters begin at the first page.
    private QuarantineAddress At => Asked.First();

    private QuarantineAddress Asked => QuarantineAddress.Parse(Source, Rule, State, Text, null, Cursor, By);

    private long? Place => Asked.Cursor;

    private bool IsNarrowed => At.Rules.Count > 0 || At.Text is not null || At.State != QuarantineState.Open;

    private bool IsAllChosen => _page.Events.Count > 0 && _page.Events.All(item => _chosen.Contains(item.Id));

    /// <summary>In words: what narrows the events.</summary>
    private string Filters => string.Join(", ", At.Rules.Concat(At.Text is { } text ? [$"text “{text}”"] : []));

    protected override async Task OnParametersSetAsync()
    {
        await ReloadAsync();

        // What is chosen stays chosen while the filters let it through; what is out of sight is not acted on.
        _chosen.IntersectWith(_page.Events.Select(static item => item.Id));
    }

    private static string TextOf(QuarantinedEvent item) => RawText.Of(item.Raw.Span, ShownBytes);

    private async Task ReloadAsync()
    {
        _page = await Reader.ReadPageAsync(Asked, CancellationToken.None);
        _total = await Reader.CountAsync(Asked.Filter, CancellationToken.None);
    }

    private void Choose(long id)
    {
        if (!_chosen.Remove(id))
        {
            _chosen.Add(id);
        }
    }

    private void ChooseAll()
    {
        if (IsAllChosen)
        {
            _chosen.Clear();
        }
        else
        {
            _chosen.UnionWith(_page.Events.Select(static item => item.Id));
        }
    }

    private QuarantineFilter Meant => _chosen.Count > 0 ? new QuarantineFilter { Source = Source, State = QuarantineState.Open, Ids = [.. _chosen] } : Asked.Filter;

    private Task DismissAsync() => ActAsync(async () =>
    {
        var count = await Reader.DismissAsync(Meant, CancellationToken.None);
        _done = $"{Numbers.Count(count, "event")} dismissed. They are kept and can be exported.";
        _chosen.Clear();
        await RefreshAsync();
    });

    private Task ReplayAsync() => ActAsync(async () =>
    {
        _replay = (await Replays.StartAsync(Meant, requestedBy: null, CancellationToken.None)).RunId;
        _chosen.Clear();
    });

    private async Task ActAsync(Func<Task> act)
    {
        (_done, _refusal) = (null, null);
        try
        {
            await act();
        }
        catch (CatalogException error)
        {
            _refusal = error.Message;
        }
    }

    private async Task RefreshAsync()
    {
        await ReloadAsync();

        // The rules above and the event beside are drawn by the page.
        Address.Refresh();
    }
}

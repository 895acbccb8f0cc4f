using Catalog.Core.Errors;
using Catalog.Web.Queries.Runs;
using Lineage.Model;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Pages.Runs;

public sealed partial class RunPanel
{
    private RunView? _view;
    private string? _refusal;

    [Parameter, EditorRequired]
    public Guid Id { get; set; }

    [Parameter]
    public string? Job { get; set; }

    [Parameter]
    public string? Event { get; set; }

    /// <summary>Figures of the end, or what a running ingestion or the writer of a view counts.</summary>
    private IReadOnlyDictionary<string, long> Figures => _view switch
    {
        null => new Dictionary<string, long>(),
        { Job.Progress: { } records } => new Dictionary<string, long> { ["read"] = records.Read, ["accepted"] = records.Accepted, ["quarantined"] = records.Quarantined },
        { Work: { } work } => work.ToFigures(),
        var view => view.Run.Figures,
    };

    private string? QuarantineHref => _view is { } view && RunWords.SourceOf(view.Run) is { } source ? $"/quarantine/{Uri.EscapeDataString(source)}" : null;

    private string Explanation => _view switch
    {
        null => string.Empty,
        var view when RunWords.IsLeft(view.Run) => "no process carries it out now: it goes on when its own is back, or another one takes it over",
        { Run.State: RunState.Running } => "as it goes",
        { Run.State: RunState.Aborted } view => view.Run.Message ?? string.Empty,
        var view => view.Run.Outcome ?? string.Empty,
    };

    protected override Task OnParametersSetAsync() => ReloadAsync();

    private async Task ReloadAsync() => _view = await Reader.ReadAsync(Id, Job, Event, CancellationToken.None);

    private async Task CancelAsync()
    {
        try
        {
            await Control.CancelAsync(Id, CancellationToken.None);
            _refusal = null;
        }
        catch (CatalogException error)
        {
            _refusal = error.Message;
        }

        await ReloadAsync();
    }
}

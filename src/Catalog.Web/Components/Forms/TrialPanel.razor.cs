using Catalog.Core.Errors;
using Catalog.Web.Drafts;
using FeatureStore.Model;
using Ingestion.Trials;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Forms;

public sealed partial class TrialPanel
{
    private FeatureView? _view;
    private TrialOutcome? _outcome;
    private string? _failure;
    private string? _triedText;
    private bool _isRunning;

    [Parameter, EditorRequired]
    public DraftSession Session { get; set; } = null!; // Set by whoever uses it, as EditorRequired says.

    [Inject]
    public required ViewTrials Trials { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    // What was tried with another text says nothing of this one.
    private TrialOutcome? Shown => _triedText == Session.Draft.Text ? _outcome : null;

    private string Waiting => Session switch
    {
        { PendingCount: > 0 } => "The values follow when everything is filled in.",
        { Findings.ErrorCount: > 0 } => "The values follow when there are no errors.",
        _ when _isRunning => "Trying it…",
        _ => "The values follow in a moment.",
    };

    /// <summary>Tries the document as it is, if it can be.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var text = Session.Draft.Text;
        if (Session.FindView() is not { } view)
        {
            return;
        }

        (_isRunning, _failure) = (true, null);
        StateHasChanged();
        try
        {
            var outcome = await Trials.RunAsync(view, cancellationToken);
            (_view, _outcome, _triedText) = (view, outcome, text);
        }
        catch (CatalogException exception)
        {
            (_failure, _triedText) = (exception.Message, null);
        }
        finally
        {
            _isRunning = false;
            StateHasChanged();
        }
    }
}

using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Diagnostics;
using Catalog.Definitions.Linking;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Ports;
using FeatureStore.Model;
using Microsoft.Extensions.Logging;

namespace Catalog.Definitions;

/// <summary>Plans and applies changes of definitions, and reads their history. Every door uses it. Thread-safe.</summary>
public sealed class DefinitionService : IDisposable
{
    private readonly DefinitionRegistry _registry;
    private readonly IDefinitionStore _store;
    private readonly BackfillEstimator _estimator;
    private readonly FutureColumnLint _lint;
    private readonly ConnectionLint _connections;
    private readonly TimeProvider _clock;
    private readonly ILogger<DefinitionService> _logger;
    private readonly SemaphoreSlim _applying = new(1, 1);

    internal DefinitionService(
        DefinitionRegistry registry,
        IDefinitionStore store,
        BackfillEstimator estimator,
        TimeProvider clock,
        ILogger<DefinitionService> logger,
        FutureColumnLint? lint = null,
        ConnectionLint? connections = null)
    {
        _lint = lint ?? new FutureColumnLint();
        _connections = connections ?? new ConnectionLint();
        _registry = registry;
        _store = store;
        _estimator = estimator;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Brings the registry to the newest stored revision; does nothing when it is there.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (await _store.GetRevisionAsync(cancellationToken).ConfigureAwait(false) <= _registry.Stamp)
        {
            return;
        }

        var snapshot = await _store.LoadAsync(cancellationToken).ConfigureAwait(false);
        var (set, findings) = SnapshotLoader.Load(snapshot);
        foreach (var finding in findings)
        {
            _logger.StoredDefinitionUnusable(finding.Location.File, finding.Location.Line, finding.Rule, finding.Message);
        }

        _registry.Advance(set);
        _logger.DefinitionsLoaded(set.Revision, set.Definitions.Count);
    }

    /// <summary>States what applying the files would do. Changes nothing; errors of the files are findings of the plan, not exceptions.</summary>
    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.InvalidRequest"/>: the path of a file is not legal.</exception>
    public async Task<DefinitionPlan> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        ChangeRules.Require(request);
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        return await CompleteAsync(_connections.Add(Planner.Plan(_registry.Current, request)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A feature view as the files would put it in force; null when they have errors, or there is none of that name. Nothing is changed. Answers from memory.
    /// </summary>
    public FeatureView? FindPlannedView(PlanRequest request, string name)
        => Planner.Plan(_registry.Current, request).Next?.Models.GetValueOrDefault(new DefinitionId(DefinitionKind.FeatureView, name)) as FeatureView;

    /// <summary>
    /// Puts the files in force, all of them or none. Applying the same again changes nothing. When the task ends the change is durable and the
    /// registry answers by it. Two callers at once both succeed, one after the other.
    /// </summary>
    /// <exception cref="DefinitionsException">
    /// <see cref="DefinitionsErrorCode.InvalidDefinitions"/> with all findings; <see cref="DefinitionsErrorCode.RevisionConflict"/> when
    /// <see cref="ApplyRequest.ExpectedRevision"/> is not the newest; <see cref="DefinitionsErrorCode.InvalidRequest"/> when author, message or the path of a file is too long or no text.
    /// </exception>
    public async Task<ApplyResult> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken)
    {
        ChangeRules.Require(request);
        await _applying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                // Another process may write between the plan and the commit. Each failed attempt means that one of them got on, so this ends.
                if (await TryApplyAsync(request, cancellationToken).ConfigureAwait(false) is { } result)
                {
                    return result;
                }
            }
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <summary>
    /// What is wrong with one file as it is being written, against the definitions in force, and with what refers to its definitions. Answers from
    /// memory within milliseconds.
    /// </summary>
    public IReadOnlyList<Finding> Validate(DefinitionFile file)
    {
        var findings = new FindingList();
        var incoming = IncomingFiles.Read([file], findings);
        var drafts = incoming.Documents.ToDictionary(static pair => pair.Key, static pair => pair.Value.Draft!); // Only documents with a draft are kept.
        var parts = _registry.Current.Parts;
        findings.AddRange(Linker.Link(new DraftOverlay(parts.Drafts, drafts), _registry.Current.WithAllUsers(drafts.Keys), parts.Models).Findings);
        foreach (var draft in drafts.Values)
        {
            _connections.Check(draft, findings);
        }

        return findings.ToSorted();
    }

    /// <summary>The versions of a definition, newest first; also of one that was removed.</summary>
    /// <param name="id">Kind and name.</param>
    /// <param name="below">Only versions with a smaller number; null from the newest on.</param>
    /// <param name="limit">At most so many, from 1.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.DefinitionNotFound"/> when there never was one.</exception>
    public async Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(DefinitionId id, int? below, int limit, CancellationToken cancellationToken)
    {
        var versions = await _store.ListVersionsAsync(id, below, limit, cancellationToken).ConfigureAwait(false);
        if (versions.Count == 0 && below is null)
        {
            throw new DefinitionsException(DefinitionsErrorCode.DefinitionNotFound, $"There never was a {LinkContext.Words(id.Kind)} '{id.Name}'.");
        }

        return versions;
    }

    /// <summary>One version with the fields in which it differs from the version before.</summary>
    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.VersionNotFound"/> when there is none of that number.</exception>
    public async Task<VersionDiff> GetVersionAsync(DefinitionId id, int number, CancellationToken cancellationToken)
    {
        var version = await _store.FindVersionAsync(id, number, cancellationToken).ConfigureAwait(false)
            ?? throw new DefinitionsException(
                DefinitionsErrorCode.VersionNotFound, $"The {LinkContext.Words(id.Kind)} '{id.Name}' has no version '{number}'; its versions are listed under /versions.");
        var before = number > 1 ? await _store.FindVersionAsync(id, number - 1, cancellationToken).ConfigureAwait(false) : null;
        return VersionDiff.Of(version, before);
    }

    /// <inheritdoc />
    public void Dispose() => _applying.Dispose();

    /// <summary>Adds what only the data tells.</summary>
    private async Task<DefinitionPlan> CompleteAsync(PlanOutcome outcome, CancellationToken cancellationToken)
    {
        var plan = await _estimator.AddRowsAsync(outcome.Plan, outcome.Next, cancellationToken).ConfigureAwait(false);
        return await _lint.AddAsync(plan, outcome, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ApplyResult?> TryApplyAsync(ApplyRequest request, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        var current = _registry.Current;
        if (request.ExpectedRevision is { } expected && expected != current.Revision)
        {
            throw new DefinitionsException(
                DefinitionsErrorCode.RevisionConflict,
                $"The change was made against revision '{expected}', but the catalogue is at '{current.Revision}'; plan again and look at what changed.");
        }

        var outcome = _connections.Add(Planner.Plan(current, request.Plan));
        if (!outcome.Plan.IsValid)
        {
            var errors = outcome.Plan.Findings.Count(static finding => finding.Severity == FindingSeverity.Error);
            throw new DefinitionsException(
                DefinitionsErrorCode.InvalidDefinitions, $"Nothing was applied: the definitions have {errors} error{(errors == 1 ? string.Empty : "s")}.", outcome.Plan.Findings);
        }

        var plan = await CompleteAsync(outcome, cancellationToken).ConfigureAwait(false);
        if (!plan.HasChanges)
        {
            return new ApplyResult(plan, current.Revision);
        }

        var (revision, next) = Committer.Commit(current, outcome, request, Instant.Now(_clock));
        if (!await _store.TryAppendAsync(revision, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        _registry.Advance(next);
        _logger.DefinitionsApplied(revision.Number, revision.Versions.Count, request.Author);
        return new ApplyResult(plan, revision.Number);
    }
}

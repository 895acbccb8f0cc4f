using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Contracts;
using Ingestion.Files;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Replays;

/// <summary>Sends quarantined events through the checks of the contract now in force. Thread-safe.</summary>
public sealed class ReplayService
{
    private const int MostIds = 10_000;
    private const int MostRules = 100;
    private const int MostTried = 200;
    private const int LongestText = 1_000;
    private const int LongestTitle = 255;

    private readonly ISourceRegistry _registry;
    private readonly IIngestionJobStore _jobs;
    private readonly IQuarantineStore _quarantine;
    private readonly UniquenessGate _gate;
    private readonly IRecordReaderFactory _readers;
    private readonly JobRunner _runner;
    private readonly TimeProvider _clock;
    private readonly IngestionOptions _options;

    internal ReplayService(
        ISourceRegistry registry,
        IIngestionJobStore jobs,
        IQuarantineStore quarantine,
        IUniquenessIndex uniqueness,
        IRecordReaderFactory readers,
        JobRunner runner,
        TimeProvider clock,
        IOptions<IngestionOptions> options)
    {
        (_registry, _jobs, _quarantine, _gate) = (registry, jobs, quarantine, new UniquenessGate(uniqueness));
        (_readers, _runner, _clock, _options) = (readers, runner, clock, options.Value);
    }

    /// <summary>
    /// Replays open events of a source in the background: what passes is appended to the event log, once, also over crashes; the others get their new reasons. The job is one of the source
    /// and is shown, waited for and cancelled as files are.
    /// </summary>
    /// <param name="selection">Which events; <see cref="QuarantineFilter.Source"/> names the source, and only open ones are taken.</param>
    /// <param name="requestedBy">Who asks for it; null when nobody is known.</param>
    /// <param name="cancellationToken">Cancels the taking.</param>
    /// <returns>The job, waiting for its turn.</returns>
    /// <exception cref="IngestionException">
    /// <see cref="IngestionErrorCode.SourceNotFound"/>; <see cref="IngestionErrorCode.QuarantinedEventNotFound"/> when none of the numbered events is open; or
    /// <see cref="IngestionErrorCode.InvalidRequest"/> when its contract does not fit or the selection is too long.
    /// </exception>
    public async Task<IngestionJob> StartAsync(QuarantineFilter selection, string? requestedBy, CancellationToken cancellationToken)
    {
        Check(selection);
        var target = IngestionTarget.Find(_registry, selection.Source ?? string.Empty, _options.PatternTimeout);
        ContractCompiler.Compile(target.Source, target.Contract, target.PatternTimeout);
        if (selection.Ids is { Count: > 0 } ids && await _quarantine.CountAsync(selection, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new IngestionException(
                IngestionErrorCode.QuarantinedEventNotFound,
                $"None of the {ids.Count} chosen events of '{target.Source.Name}' is open: the first is '{ids[0]}'. They were replayed or dismissed, belong to another source, or never were.");
        }

        var job = new IngestionJob
        {
            RunId = Guid.CreateVersion7(_clock.GetUtcNow()),
            Kind = IngestionJobKind.Replay,
            Subject = target.Source.Name,
            Title = TitleOf(selection),
            Selection = selection,
            RequestedBy = requestedBy,
            Process = _runner.ProcessId,
            CreatedAt = Instant.Now(_clock),
        };
        await _jobs.SaveAsync(job, cancellationToken).ConfigureAwait(false);
        _runner.Schedule(job);
        return job;
    }

    /// <summary>Says what a replay of events would do, without writing anything. Events that are not open, or not of the source, are left out.</summary>
    /// <param name="source">The source.</param>
    /// <param name="ids">Numbers of the events.</param>
    /// <param name="cancellationToken">Cancels the trial.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SourceNotFound"/>, or <see cref="IngestionErrorCode.InvalidRequest"/> when its contract does not fit or there are too many numbers.</exception>
    public async Task<IReadOnlyList<ReplayTrial>> TryAsync(string source, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count > MostTried)
        {
            throw new IngestionException(IngestionErrorCode.InvalidRequest, $"'{ids.Count}' events are to be tried at once. Give at most {MostTried} numbers.");
        }

        var checker = new ReplayChecker(IngestionTarget.Find(_registry, source, _options.PatternTimeout), _readers, _clock);
        var filter = new QuarantineFilter { Source = source, State = QuarantineState.Open, Ids = ids };
        var trials = new List<ReplayTrial>();
        while (await _quarantine.ReadAsync(filter, trials.Count > 0 ? trials[^1].Id : 0, MostTried, cancellationToken).ConfigureAwait(false) is { Count: > 0 } items)
        {
            foreach (var item in items)
            {
                var tally = new IngestionTally();
                var record = await checker.CheckAsync(item, tally, cancellationToken).ConfigureAwait(false);
                await _gate.ApplyAsync(item.Origin.Fingerprint, [record], tally, cancellationToken).ConfigureAwait(false);
                trials.Add(new ReplayTrial(item.Id, record.Errors, record.Warnings));
            }
        }

        return trials;
    }

    private static string TitleOf(QuarantineFilter selection)
    {
        var what = selection.Ids is { } ids ? ids.Count == 1 ? $"event {ids[0]}" : $"{ids.Count} events" : "all open events";
        var rules = selection.Rules.Count > 0 ? $" of {string.Join(", ", selection.Rules)}" : string.Empty;
        var text = string.IsNullOrEmpty(selection.Text) ? string.Empty : $" with '{selection.Text}'";
        var title = what + rules + text;
        return title.Length <= LongestTitle ? title : title[..LongestTitle];
    }

    // The selection is kept with the job for ever.
    private static void Check(QuarantineFilter selection)
    {
        if (selection.Ids?.Count > MostIds || selection.Rules.Count > MostRules || selection.Rules.Append(selection.Text).Any(static text => text?.Length > LongestText))
        {
            throw new IngestionException(
                IngestionErrorCode.InvalidRequest,
                $"The selection has '{selection.Ids?.Count ?? 0}' numbers and '{selection.Rules.Count}' rules. Give at most {MostIds} numbers, {MostRules} rules and {LongestText} characters of text.");
        }
    }
}

using Catalog.Core.Values;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using Microsoft.Extensions.Options;

namespace FeatureStore.Verifications;

/// <summary>Compares logged lookups with what the offline store gives for the same keys, moments and arrived events. Thread-safe.</summary>
internal sealed class LookupVerifier(
    ILookupLog log, LookupRecorder recorder, VerificationSources sources, IProofEngine engine, ErasedEntities erased, TimeProvider clock, IOptions<FeatureStoreOptions> options)
{
    private const int ReportEvery = 1_000;

    /// <summary>Compares everything that was answered before the call.</summary>
    /// <param name="request">Which lookups.</param>
    /// <param name="progress">Receives the lookups done and all of them; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Catalog.Core.Errors.CatalogException">A store failed, or the writer of a view does.</exception>
    internal async Task<VerificationFindings> RunAsync(VerificationRequest request, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
        var extent = await log.GetExtentAsync(cancellationToken).ConfigureAwait(false);
        var first = Math.Max(request.First, extent.First);
        var counts = await log.CountAsync(first, extent.End, cancellationToken).ConfigureAwait(false);
        var views = counts.Where(entry => request.Includes(entry.Key))
            .GroupBy(static entry => entry.Key.View)
            .OrderBy(static group => group.Key.Name, StringComparer.Ordinal).ThenBy(static group => group.Key.Version)
            .ToList();
        var (done, total) = (0L, views.Sum(static view => view.Sum(static entry => entry.Value)));
        progress?.Invoke(0, total);
        using var reading = sources.BeginRead();
        var at = Instant.Now(clock); // One for all, so that versions of a view that were compared together are told from those compared before.
        var agreements = new List<ViewAgreement>();
        foreach (var view in views)
        {
            var range = new LoggedRange(log, request, [.. view.Select(static entry => entry.Key)], first, extent.End);
            agreements.Add(await CompareAsync(view.Key, range, at, part => progress?.Invoke(Math.Min(total, done + part), total), cancellationToken).ConfigureAwait(false));
            done += view.Sum(static entry => entry.Value);
        }

        return new VerificationFindings(agreements, extent.End, Math.Max(0, extent.End - first - counts.Values.Sum()));
    }

    private async Task<ViewAgreement> CompareAsync(FeatureViewId id, LoggedRange range, Instant at, Action<long> report, CancellationToken cancellationToken)
    {
        var tally = new ViewTally(id, options.Value.Verification.DifferingRows);
        var isComputed = range.Shapes.Any(static shape => shape.ComputedFrom is not null);
        if (isComputed && sources.FindOnDemandView(id) is { } computed)
        {
            return await CompareComputedAsync(computed, range, tally, at, report, cancellationToken).ConfigureAwait(false);
        }

        if (isComputed || sources.FindView(id) is not { } view)
        {
            await range.SkipAsync(tally, NotComparedReason.DefinitionGone, cancellationToken).ConfigureAwait(false);
            return tally.Build([], 0, 0, at);
        }

        var snapshot = await sources.TakeSnapshotAsync(id, cancellationToken).ConfigureAwait(false);
        OfflineFile[] files = [.. snapshot.Files.Where(static file => file.RowCount > 0)];
        if (!view.Offline || (!view.IsKeyedBySource && files.DistinctBy(static file => file.Partition).Count() > 1))
        {
            await range.SkipAsync(tally, view.Offline ? NotComparedReason.SeveralPartitions : NotComparedReason.NotKeptOffline, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var end = snapshot.Files.Count == 0 ? 0 : snapshot.Files.Max(static file => file.EndSequence);
            var keptOut = (await erased.RefreshAsync(cancellationToken).ConfigureAwait(false)).For(view.Entities);
            var questions = new QuestionMaker(view, range.Shapes, end, await sources.ListOneSidedAsync(id, cancellationToken).ConfigureAwait(false), keptOut, snapshot.Horizon, tally);
            var sweep = new LookupSweep(view, range.Shapes, tally);
            await engine.RunAsync(view, snapshot, questions.MakeAsync(range, cancellationToken), sweep, new Reporter(report), cancellationToken).ConfigureAwait(false);
        }

        return tally.Build(view.Features.Select(static feature => feature.Name), files.Length, snapshot.Number, at);
    }

    private async Task<ViewAgreement> CompareComputedAsync(
        OnDemandFeatureView view, LoggedRange range, ViewTally tally, Instant at, Action<long> report, CancellationToken cancellationToken)
    {
        var (features, done) = (new ComputedFeatures(view, sources, tally), 0L);
        await foreach (var lookup in range.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            features.Compare(lookup);
            if (++done % ReportEvery == 0)
            {
                report(done);
            }
        }

        return tally.Build(view.Features.Select(static feature => feature.Name), files: 0, snapshot: 0, at) with { IsComputed = true };
    }

    /// <summary>Reports on the thread that works: the usual <see cref="Progress{T}"/> may report a step after the end.</summary>
    private sealed class Reporter(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}

using Catalog.Core.Errors;
using FeatureStore.TrainingSets;
using Ingestion.Model;
using Ingestion.Ports;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Flow;

/// <summary>
/// The counts that stand on every page. They are asked for by every open page every few seconds, so they are kept for a moment, and while one caller counts again the
/// others take what is known. Thread-safe.
/// </summary>
internal sealed class FlowNumbers(IRunQueries runs, IQuarantineStore quarantine, TrainingSetService trainingSets, TimeProvider clock) : IDisposable
{
    /// <summary>How long a count is good enough.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _counting = new(1, 1);
    private Counted? _last;

    /// <summary>The counts; null while a store has never answered.</summary>
    public async ValueTask<FlowCounts?> ReadAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && clock.GetElapsedTime(last.At) < Kept)
        {
            return last.Counts;
        }

        if (last is not null && !await _counting.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return last.Counts;
        }

        if (last is null)
        {
            await _counting.WaitAsync(cancellationToken);
        }

        try
        {
            var counts = new FlowCounts(
                (await runs.CountAsync(new RunFilter(), cancellationToken)).GetValueOrDefault(RunState.Running),
                await quarantine.CountAsync(new QuarantineFilter { State = QuarantineState.Open }, cancellationToken),
                await trainingSets.CountAsync(cancellationToken));
            Volatile.Write(ref _last, new Counted(clock.GetTimestamp(), counts));
            return counts;
        }
        catch (CatalogException error) when (error.IsTransient)
        {
            return last?.Counts;
        }
        finally
        {
            _counting.Release();
        }
    }

    public void Dispose() => _counting.Dispose();

    private sealed record Counted(long At, FlowCounts Counts);
}

/// <summary>What waits and what goes on.</summary>
/// <param name="RunningRuns">Runs that have begun and not ended.</param>
/// <param name="OpenQuarantined">Refused events that wait for somebody.</param>
/// <param name="TrainingSets">Training sets, however far each is.</param>
internal sealed record FlowCounts(long RunningRuns, long OpenQuarantined, long TrainingSets);

using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;

namespace FeatureStore.DuckDb.Proof;

/// <summary>Sorts rows and questions with DuckDB and hands them to the sweep.</summary>
internal sealed class DuckDbProofEngine(OfflineDatabase database) : IProofEngine
{
    public async Task RunAsync(
        FeatureView view,
        OfflineSnapshot snapshot,
        IAsyncEnumerable<ProofQuestion> questions,
        LookupSweep sweep,
        IProgress<long>? answered,
        CancellationToken cancellationToken)
    {
        var attempt = $"Comparing lookups of '{view.Id}'";
        using var connection = DuckDbEdge.Run(attempt, database.Connect);
        var table = new QuestionTable(view, connection);
        try
        {
            await table.FillAsync(questions, cancellationToken).ConfigureAwait(false);
        }
        catch (DuckDbException exception)
        {
            throw DuckDbEdge.Translate(attempt, exception);
        }

        using var history = await HistoryFiles.OpenAsync(view, snapshot, database, cancellationToken).ConfigureAwait(false);
        await DuckDbEdge.RunAsync(
            attempt,
            () =>
            {
                new ProofPasses(connection, history, sweep).Run(table, answered, cancellationToken);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }
}

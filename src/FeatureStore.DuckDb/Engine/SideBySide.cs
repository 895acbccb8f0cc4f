using System.Runtime.ExceptionServices;

namespace FeatureStore.DuckDb.Engine;

/// <summary>Runs blocking parts of one work side by side.</summary>
internal static class SideBySide
{
    /// <summary>Runs all parts. The first one that fails cancels the others, and its exception is thrown as it was.</summary>
    /// <param name="parts">How many parts there are.</param>
    /// <param name="degree">How many may run at once.</param>
    /// <param name="run">Runs a part by its number; the token is to be used instead of the caller's.</param>
    /// <param name="cancellationToken">Cancels all.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static void Run(int parts, int degree, Action<int, CancellationToken> run, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = stop.Token;
        try
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken }, part =>
            {
                token.ThrowIfCancellationRequested();
                RunPart(part);
            });
        }
        catch (AggregateException error)
        {
            // What follows the first failure is the cancelling of the others.
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(error.InnerExceptions.FirstOrDefault(static inner => inner is not OperationCanceledException) ?? error.InnerExceptions[0]);
        }

        void RunPart(int part)
        {
            try
            {
                run(part, token);
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }
    }
}

using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>The border of this project: moves DuckDB's blocking work off the caller's thread and its failures into the module's exception.</summary>
internal static class DuckDbEdge
{
    // What the operating system says of a full disk; DuckDB has no type of error for it.
    private const string NoSpace = "No space left on device";

    /// <summary>Runs <paramref name="work"/> on the thread pool.</summary>
    /// <param name="attempt">What is attempted, for example <c>Reading 'a.parquet'</c>.</param>
    /// <param name="work">The work; checks the token itself.</param>
    /// <param name="cancellationToken">Keeps the work from starting.</param>
    /// <exception cref="FeatureStoreException">DuckDB refused.</exception>
    internal static Task<T> RunAsync<T>(string attempt, Func<T> work, CancellationToken cancellationToken)
        => Task.Run(() => Run(attempt, work), cancellationToken);

    /// <inheritdoc cref="RunAsync{T}"/>
    internal static T Run<T>(string attempt, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DuckDbException exception)
        {
            throw Translate(attempt, exception);
        }
    }

    internal static FeatureStoreException Translate(
        string attempt, DuckDbException exception, FeatureStoreErrorCode code = FeatureStoreErrorCode.OfflineEngineFailed)
    {
        if (exception.Message.Contains(NoSpace, StringComparison.Ordinal))
        {
            return new FeatureStoreException(
                FeatureStoreErrorCode.StorageUnavailable,
                $"{attempt} failed: {exception.Message}. Free some space there, or point '{DuckDbOptions.Section}:{nameof(DuckDbOptions.SpillDirectory)}' or Catalog:DataDirectory to a disk with more room.",
                exception);
        }

        var advice = exception.ErrorType == DuckDbErrorType.OutOfMemory
            ? $" Raise '{DuckDbOptions.Section}:{nameof(DuckDbOptions.MemoryLimitMebibytes)}', lower '{DuckDbOptions.Section}:{nameof(DuckDbOptions.Threads)}', or point '{DuckDbOptions.Section}:{nameof(DuckDbOptions.SpillDirectory)}' to a disk with more room."
            : string.Empty;
        return new FeatureStoreException(code, $"{attempt} failed. DuckDB says: {exception.Message}{advice}", exception);
    }
}

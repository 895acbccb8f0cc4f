using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Catalog.Persistence.Storage;

/// <summary>
/// How repositories reach a module's tables: reads see committed data only; writes are serializable transactions that are
/// repeated when they collide with another one. Thread-safe.
/// </summary>
internal sealed class CatalogDatabase<TContext>(IDbContextFactory<TContext> contexts, IDatabaseProvider provider, string historyTable)
    where TContext : DbContext
{
    // The second attempt is alone; the third is for what no lock of ours keeps out, such as an administrator's statement.
    private const int Attempts = 3;

    /// <summary>
    /// Runs queries without tracking. Several queries of one call do not share a snapshot. They may run several times, each time with a fresh context, so <paramref name="read"/> must have no effect outside of its result.
    /// </summary>
    /// <exception cref="PersistenceException">The database failed.</exception>
    public Task<T> ReadAsync<T>(Func<TContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        => RepeatAsync(
            async _ =>
            {
                var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
                await using (context.ConfigureAwait(false))
                {
                    context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                    return await read(context, cancellationToken).ConfigureAwait(false);
                }
            });

    /// <summary>
    /// Runs <paramref name="write"/> in one transaction, saves its tracked changes and commits. It may run several times,
    /// each time with a fresh context, so it must have no effect outside of the context.
    /// </summary>
    /// <exception cref="PersistenceException">The database failed; nothing was written.</exception>
    public Task<T> WriteAsync<T>(Func<TContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
        => RepeatAsync(attempt => WriteOnceAsync(write, alone: attempt > 1, cancellationToken));

    /// <summary>As the other overload, for a write without a result.</summary>
    /// <exception cref="PersistenceException">The database failed; nothing was written.</exception>
    public Task WriteAsync(Func<TContext, CancellationToken, Task> write, CancellationToken cancellationToken)
        => WriteAsync(
            async (context, token) =>
            {
                await write(context, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    private async Task<T> RepeatAsync<T>(Func<int, Task<T>> run)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await run(attempt).ConfigureAwait(false);
            }
            catch (Exception exception) when (FindCause(exception) is { } cause)
            {
                var fault = provider.Classify(cause);
                if (!fault.MayRetry || attempt == Attempts)
                {
                    throw Translate(cause, fault);
                }
            }
        }
    }

    private async Task<T> WriteOnceAsync<T>(
        Func<TContext, CancellationToken, Task<T>> write, bool alone, CancellationToken cancellationToken)
    {
        using var turn = await provider.EnterWriteAsync(cancellationToken).ConfigureAwait(false);
        var (isCommitted, result) = (false, default(T));
        try
        {
            var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (context.ConfigureAwait(false))
            {
                var transaction = await context.Database
                    .BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    await provider.BeginWriteAsync(context, historyTable, alone, cancellationToken).ConfigureAwait(false);
                    result = await write(context, cancellationToken).ConfigureAwait(false);
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                    await CommitAsync(transaction, cancellationToken).ConfigureAwait(false);
                    isCommitted = true;
                }
            }
        }
        catch (DbException) when (isCommitted)
        {
            // The connection could not be given back. What was committed stays, and must not be written again.
        }

        return result!; // Set before the commit.
    }

    /// <summary>Committing gives the connection back as well, and that may fail once the transaction is committed.</summary>
    private async Task CommitAsync(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (provider.Classify(exception).IsOfConnection)
        {
            // Committed.
        }
    }

    private static DbException? FindCause(Exception exception) => exception switch
    {
        DbException direct => direct,
        DbUpdateException { InnerException: DbException inner } => inner,
        // EF wraps a transient failure in this to advise its own retry strategy, which cannot span a transaction.
        InvalidOperationException { InnerException: DbException inner } => inner,
        InvalidOperationException { InnerException: DbUpdateException { InnerException: DbException inner } } => inner,
        _ => null,
    };

    private PersistenceException Translate(DbException exception, DatabaseFault fault) => new(
        fault.Code,
        $"The catalogue database '{provider.Description}' failed: {exception.Message} {Advise(fault.Code)}",
        exception);

    private static string Advise(PersistenceErrorCode code) => code switch
    {
        PersistenceErrorCode.DatabaseUnavailable => "Check that it is reachable, or change Catalog:Persistence:ConnectionString.",
        PersistenceErrorCode.DatabaseBusy => "Another process holds it; try again, or raise Catalog:Persistence:BusyTimeout.",
        PersistenceErrorCode.TextRefused => "A text of the request has a character that the database cannot keep, most likely NUL (\\u0000); take it out.",
        PersistenceErrorCode.DatabaseFull => "Free some space; nothing of this change was written.",
        PersistenceErrorCode.DatabaseDamaged => "Restore it from a backup.",
        _ => "Nothing of this change was written.",
    };
}

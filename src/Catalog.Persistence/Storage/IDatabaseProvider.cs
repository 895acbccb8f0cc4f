using System.Data.Common;
using Catalog.Core.Values;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Storage;

/// <summary>What differs between the engines outside of the model. One instance per process; thread-safe.</summary>
internal interface IDatabaseProvider
{
    /// <summary>Names the database for messages, without secrets.</summary>
    string Description { get; }

    /// <summary>Points a context at the database.</summary>
    void Configure(DbContextOptionsBuilder builder, string historyTable);

    /// <summary>Says what an exception of the engine's client means.</summary>
    DatabaseFault Classify(DbException exception);

    /// <summary>Waits for the turn to write. Dispose the result when the transaction has ended.</summary>
    ValueTask<IDisposable> EnterWriteAsync(CancellationToken cancellationToken);

    /// <summary>Called first in each transaction that writes, before anything is read.</summary>
    /// <param name="context">The context with its open transaction.</param>
    /// <param name="historyTable">The migration history of the module, which always exists.</param>
    /// <param name="alone">True to go on only when no other transaction writes to the module, and to keep others out.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    Task BeginWriteAsync(DbContext context, string historyTable, bool alone, CancellationToken cancellationToken);

    /// <summary>What time it is for everybody who writes to this database.</summary>
    Task<Instant> ReadClockAsync(DbContext context, CancellationToken cancellationToken);

    /// <summary>Whether the tables were last migrated by a program that marked them so: then there is nothing to migrate, and nobody newer has done it since.</summary>
    /// <param name="program">Names the program; the same build gives the same number.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    Task<bool> IsMigratedByAsync(int program, CancellationToken cancellationToken);

    /// <summary>Marks all tables as migrated. Where an engine has no cheap place for a mark, nothing is kept.</summary>
    Task MarkMigratedAsync(int program, CancellationToken cancellationToken);

    /// <summary>Waits until no other process migrates, and clears what a process that died while migrating has left.</summary>
    ValueTask<IDisposable> EnterMigrationAsync(DbContext context, CancellationToken cancellationToken);
}

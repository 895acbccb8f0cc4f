using System.Data.Common;
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

    /// <summary>Waits until no other process migrates, and clears what a process that died while migrating has left.</summary>
    ValueTask<IDisposable> EnterMigrationAsync(DbContext context, CancellationToken cancellationToken);
}

namespace Catalog.Core.Events;

/// <summary>
/// Where modules report their runs. Lineage implements it: each run becomes OpenLineage events, and the portal shows its progress.
/// Thread-safe.
/// </summary>
public interface IRunJournal
{
    /// <summary>Begins a run, or goes on with one of the same id that was cut off by the end of a process.</summary>
    /// <exception cref="Errors.CatalogException">Category <see cref="Errors.ErrorCategory.Conflict"/>: this process or another one that runs carries the run out.</exception>
    Task<IRun> StartAsync(RunStart start, CancellationToken cancellationToken);
}

/// <summary>
/// A run under way. Dispose ends it: a run that was neither completed, failed nor cancelled is left as running when the process
/// is stopping (so that it goes on after the restart).
/// </summary>
public interface IRun : IAsyncDisposable
{
    /// <summary>Id of the run.</summary>
    Guid Id { get; }

    /// <summary>Says that somebody wants the run to stop, in whichever process it was asked for. Who carries the run out may heed it, and then ends it with <see cref="AbortAsync"/>.</summary>
    CancellationToken CancelAsked => CancellationToken.None;

    /// <summary>Says that another process carries the run out now, since this one was away for too long: to be left without an end.</summary>
    CancellationToken Lost => CancellationToken.None;

    /// <summary>States how much is done, in the unit of the start. Cheap: may be called for every batch. Thread-safe.</summary>
    /// <param name="done">Work done so far; never falls.</param>
    /// <param name="total">All of the work if it is known better now; null keeps what was known.</param>
    void Report(long done, long? total = null);

    /// <summary>Ends the run well.</summary>
    Task CompleteAsync(RunOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Ends the run with the reason why it failed.</summary>
    /// <param name="code">Stable error code.</param>
    /// <param name="message">Message for people.</param>
    /// <param name="cancellationToken">Cancels the writing of the end.</param>
    Task FailAsync(string code, string message, CancellationToken cancellationToken);

    /// <summary>Ends the run because somebody asked for it.</summary>
    Task AbortAsync(string reason, CancellationToken cancellationToken);
}

/// <summary>What a run did.</summary>
public sealed record RunOutcome
{
    /// <summary>What was read, with counts. Empty keeps what the start said.</summary>
    public IReadOnlyList<DatasetRef> Inputs { get; init; } = [];

    /// <summary>What was written, with counts. Empty keeps what the start said.</summary>
    public IReadOnlyList<DatasetRef> Outputs { get; init; } = [];

    /// <summary>Figures for people and machines, for example <c>read</c>, <c>accepted</c>, <c>quarantined</c>.</summary>
    public IReadOnlyDictionary<string, long> Figures { get; init; } = new Dictionary<string, long>();

    /// <summary>One sentence; null when the figures say it all.</summary>
    public string? Summary { get; init; }
}

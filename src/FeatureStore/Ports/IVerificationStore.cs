using Catalog.Core.Values;
using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace FeatureStore.Ports;

/// <summary>Keeps verifications and what they found. Thread-safe, also between processes.</summary>
public interface IVerificationStore
{
    /// <summary>Adds a verification, or replaces the record of the same id.</summary>
    Task SaveAsync(Verification verification, CancellationToken cancellationToken);

    /// <summary>Replaces the record and puts what was found for each view in the place of what stood there for it, all in one step.</summary>
    Task CompleteAsync(Verification verification, IReadOnlyList<ViewAgreement> agreements, CancellationToken cancellationToken);

    /// <summary>The verification of that id; null when there is none.</summary>
    Task<Verification?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>What a verification found, by view name and version; empty before it is complete.</summary>
    Task<IReadOnlyList<ViewAgreement>> GetAgreementsAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Verifications, newest first.</summary>
    /// <param name="view">Only those that compared lookups of this view, of whatever version; null for all.</param>
    /// <param name="before">Only those with a smaller id, that is older: the last id of the page before; null for the first page.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Verification>> ListAsync(string? view, Guid? before, int count, CancellationToken cancellationToken);

    /// <summary>Verifications that have not ended, oldest first.</summary>
    Task<IReadOnlyList<Verification>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adds a scheduled verification if no other of the same log waits or is made, and the newest complete one of the log is <paramref name="after"/>: so each part of a log is looked at once,
    /// whichever processes believe to be in charge.
    /// </summary>
    /// <returns>Whether it was added.</returns>
    Task<bool> TryAddScheduledAsync(Verification verification, Guid? after, CancellationToken cancellationToken);

    /// <summary>The newest complete scheduled verification of a log, or of any log when that is null; null when there is none. One from before logs had names counts for each of them.</summary>
    Task<Verification?> FindScheduledAsync(string? log, CancellationToken cancellationToken);

    /// <summary>Notes what a log holds, in the place of what was noted before.</summary>
    Task SaveLogAsync(LookupLogReport report, CancellationToken cancellationToken);

    /// <summary>What all logs held when it was noted last, by name of the log in ordinal order.</summary>
    Task<IReadOnlyList<LookupLogReport>> ListLogsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What was found last for some views: for each all versions of which the newest verification that compared any lookup of the view compared one, ordered by name, the newest version first. A
    /// view of which nothing was compared is left out.
    /// </summary>
    Task<IReadOnlyList<ViewAgreement>> FindLatestAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken);

    /// <summary>What was found last for every view, as in <see cref="FindLatestAsync"/>, in numbers only.</summary>
    Task<IReadOnlyList<AgreementPoint>> ListLatestAsync(CancellationToken cancellationToken);

    /// <summary>What was found for some views since a moment, added up by view and UTC day, ordered by both; days on which no lookup was compared are left out.</summary>
    Task<IReadOnlyList<AgreementDay>> ListDaysAsync(IReadOnlyCollection<string> views, Instant since, CancellationToken cancellationToken);

    /// <summary>The last time since a moment that any of some views differed; null when none did.</summary>
    Task<AgreementPoint?> FindLastDifferenceAsync(IReadOnlyCollection<string> views, Instant since, CancellationToken cancellationToken);

    /// <summary>Forgets what ended before a moment; returns how many verifications that were.</summary>
    Task<int> DeleteBeforeAsync(Instant moment, CancellationToken cancellationToken);
}

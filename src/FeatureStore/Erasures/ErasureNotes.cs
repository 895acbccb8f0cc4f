using System.Globalization;
using Catalog.Core.Values;

namespace FeatureStore.Erasures;

/// <summary>The places that an erasure cannot or does not change, and what keeps what they hold from being used.</summary>
internal static class ErasureNotes
{
    /// <summary>The places, for the receipt.</summary>
    internal static IEnumerable<ErasedPlace> Of(IReadOnlyList<ErasureTarget> targets, ErasureBook book, bool isQuarantineSearched, FeatureStoreOptions options)
    {
        foreach (var source in targets.GroupBy(static target => target.View.Source, StringComparer.Ordinal).OrderBy(static source => source.Key, StringComparer.Ordinal))
        {
            // Only offline files tell how many there were.
            var events = source.Where(static target => target.View.Offline).Max(target => book.Of(ErasedPlaceKind.OfflineFile, target.View.Id.ToString()).Sum(static place => place.Count));
            yield return Kept(
                ErasedPlaceKind.EventLog,
                source.Key,
                $"{(events is null ? "Accepted" : "At least so many accepted")} events of the entity are in the event log, which is not rewritten: the writers of all views pass over them, also when the log is read again from its start. In Kafka they go by the retention of the topic.") with { Count = events };
            if (!isQuarantineSearched)
            {
                yield return Kept(ErasedPlaceKind.Quarantine, source.Key, "Refused events are kept as raw bytes and were not searched; dismissed and open ones stay. What a replay lets through reaches no view.");
            }
        }

        if (isQuarantineSearched)
        {
            yield return Kept(
                ErasedPlaceKind.Quarantine, "refused later", "Events of the entity that are refused after the search, also when a file is read again, stay in the quarantine until it is erased again. What a replay lets through reaches no view. A dead-letter topic keeps what was sent to it by its retention.");
        }

        yield return Kept(
            ErasedPlaceKind.LookupLog, "lookup-log", $"Logged lookups of the entity go after {Text(options.LookupLog.MaxAge)} (FeatureStore:LookupLog:MaxAge), or earlier where the log is full; they are not compared any more.");
        yield return Kept(
            ErasedPlaceKind.Statistics,
            "statistics",
            $"Statistics of views and columns count many entities at once and are made anew from what is left; differing values that verifications found go after {Text(options.Verification.Retention)} (FeatureStore:Verification:Retention).");
        yield return Kept(
            ErasedPlaceKind.OfflineFile, "replaced files", $"Files that were exchanged are deleted after {Text(options.ReplacedFileGrace)} (FeatureStore:ReplacedFileGrace), and copies in the caches of processes when room is needed.");
        yield return Kept(ErasedPlaceKind.Online, "removed rows", "The bytes of removed rows leave the disk later: of an embedded online store when it compacts its segments, of Redis when it rewrites its append-only file or replaces its snapshot (BGREWRITEAOF, BGSAVE).");
        yield return Kept(ErasedPlaceKind.Backups, "backups", "Backups, exports and training sets that were downloaded are not known here.");
    }

    /// <summary>Refused events of a source that were searched in vain.</summary>
    internal static ErasedPlace Unreadable(string source, long count) => Kept(
        ErasedPlaceKind.Quarantine,
        $"{source}, unreadable",
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} refused events of the source cannot be taken apart, because their bytes are damaged or cut, or what is needed to read them is away; whose they are is not known. They stay: dismissing them does not remove them."));

    private static ErasedPlace Kept(ErasedPlaceKind kind, string name, string note) => new() { Kind = kind, Name = name, Outcome = ErasureOutcome.Kept, Note = note };

    private static string Text(TimeSpan time) => time.TotalDays >= 1 && time.Ticks % TimeSpan.TicksPerDay == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days")
        : Duration.Format(time);
}

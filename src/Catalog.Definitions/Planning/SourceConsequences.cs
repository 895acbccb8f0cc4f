using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Says what a change of a source means to the events that come after it, and to those that are stored.</summary>
internal static class SourceConsequences
{
    public static IReadOnlyList<Consequence> Of(DefinitionSet current, Source before, Source after)
    {
        DefinitionId[] users = [.. current.UsersOf(new DefinitionId(DefinitionKind.Source, after.Name)).Where(static user => user.Kind is DefinitionKind.FeatureView or DefinitionKind.Source)];
        return [.. new[] { OfColumns(before, after, users), OfTimeShift(before, after, users), OfKey(before, after, users) }.OfType<Consequence>()];
    }

    private static Consequence? OfColumns(Source before, Source after, IReadOnlyList<DefinitionId> users) => before.Version == after.Version
        ? null
        : new Consequence(
            ConsequenceKind.NewSourceVersion,
            after.From is null
                ? $"New events of '{after.Name}' are read as {ModelVersions.Words(after.Version)}; events in the log stay readable as what they are."
                : $"New events of '{after.Name}' are made as {ModelVersions.Words(after.Version)}; events in the log stay as they are.",
            users);

    // The stored times are not moved back, so a file read again would come twice: at the moved times and at the others.
    private static Consequence? OfTimeShift(Source before, Source after, IReadOnlyList<DefinitionId> users)
    {
        var change = after.FileTimeShift - before.FileTimeShift;
        return change == TimeSpan.Zero
            ? null
            : new Consequence(
                ConsequenceKind.ReadersAffected,
                $"Files read from now on get event times {Duration.Format(change.Duration())} {(change > TimeSpan.Zero ? "later" : "earlier")} than those read before; "
                    + $"what is stored keeps its times. Leave file_time_shift at {Duration.Format(before.FileTimeShift)} if that is not wanted.",
                users);
    }

    private static Consequence? OfKey(Source before, Source after, IReadOnlyList<DefinitionId> users) => before.Key.SequenceEqual(after.Key)
        ? null
        : new Consequence(
            ConsequenceKind.ReadersBroken,
            $"Events of '{after.Name}' that are in the log stay in the partitions of {Words(before.Key)}, new ones go by {Words(after.Key)}: equal keys meet in several partitions, "
                + "in no order among each other. Harmless only before the first event; afterwards register a source with another name.",
            users);

    private static string Words(IReadOnlyList<string> key) => key.Count == 0 ? "no key" : string.Join(", ", key);
}

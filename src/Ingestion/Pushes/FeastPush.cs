using FeatureStore.Model;
using Ingestion.Events;
using Ingestion.Model;

namespace Ingestion.Pushes;

/// <summary>What Feast's push asks for, the same at each door that takes it.</summary>
public static class FeastPush
{
    /// <summary>The stores that the word names; none at all means the online store, as in Feast.</summary>
    /// <param name="to">The word.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidPush"/>: there is no such word.</exception>
    public static EventTargets TargetsOf(string? to) => to switch
    {
        null or "online" => EventTargets.Online,
        "offline" => EventTargets.Offline,
        "online_and_offline" => EventTargets.Both,
        _ => throw Invalid($"'{to}' is not a supported push format. Please specify one of these ['online', 'offline', 'online_and_offline']."),
    };

    /// <summary>Refuses rows that lack a column without which none of them could be found again.</summary>
    /// <param name="columns">Names of the columns that they have.</param>
    /// <param name="where">What the columns were not found in, in words.</param>
    /// <param name="source">The source that they go to.</param>
    /// <param name="views">All views.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidPush"/>.</exception>
    public static void Check(IEnumerable<string> columns, string where, Source source, IReadOnlyList<FeatureView> views)
    {
        var keys = views.Where(view => view.Source == source.Name).SelectMany(static view => view.Entities).Select(static entity => entity.JoinKey);
        var names = columns.ToHashSet(StringComparer.Ordinal);
        if (keys.Prepend(source.TimestampColumn).FirstOrDefault(name => !names.Contains(name)) is { } missing)
        {
            throw Invalid($"Column '{missing}' is not in {where}. Source '{source.Name}' needs it as its event time or as a join key of its feature views.");
        }
    }

    private static IngestionException Invalid(string message) => new(IngestionErrorCode.InvalidPush, message);
}

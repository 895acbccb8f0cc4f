using Catalog.Core.Values;
using FeatureStore.Serving;

namespace Ingestion.Trials;

/// <summary>What a view gives for the keys of the newest events.</summary>
/// <param name="Keys">The keys, that of the newest event first: for each the values of the join keys in the order of the view's entities. Empty when no event gave a row.</param>
/// <param name="Columns">One column for each feature, with one value for each key.</param>
/// <param name="AsOf">The moment looked up at: the newest event time, UTC, but not later than now.</param>
/// <param name="Events">Events read.</param>
/// <param name="IsWhole">Whether these are all events of the source; else what lies further back does not count.</param>
/// <param name="Skipped">Events of them that gave no row, without an event time or a join key.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record TrialOutcome(
    IReadOnlyList<Value[]> Keys, IReadOnlyList<OnlineColumn> Columns, Instant AsOf, long Events, bool IsWhole, long Skipped, TimeSpan Elapsed);

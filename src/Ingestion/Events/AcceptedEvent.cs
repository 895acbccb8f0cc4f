using Catalog.Core.Values;

namespace Ingestion.Events;

/// <summary>One event of the log, decoded.</summary>
/// <param name="Sequence">Its offset.</param>
/// <param name="ArrivalTime">When it was appended, or when that was of which it is made.</param>
/// <param name="Values">Its values in the order of the source's columns in force; null where its own version of the source did not have the column.</param>
public sealed record AcceptedEvent(long Sequence, Instant ArrivalTime, IReadOnlyList<Value> Values);

namespace Ingestion.Postgres.Changes;

/// <summary>A change on its way, or the end of a transaction.</summary>
/// <param name="Key">The key of its row; null when there is none.</param>
/// <param name="Value">The change in Debezium's envelope; null for the end of a transaction, or a change that the snapshot has.</param>
/// <param name="Commit">Where its transaction commits.</param>
/// <param name="Ordinal">Its number in the transaction, from 1.</param>
/// <param name="Confirmed">For the end of a transaction: what is confirmed with it; else 0.</param>
/// <param name="CommittedAt">When its transaction was committed, in microseconds since 1970.</param>
internal readonly record struct ChangeItem(byte[]? Key, byte[]? Value, ulong Commit, long Ordinal, ulong Confirmed, long CommittedAt);

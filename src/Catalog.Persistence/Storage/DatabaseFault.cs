namespace Catalog.Persistence.Storage;

/// <summary>What an exception of a database client means to the caller.</summary>
/// <param name="Code">The code that the caller sees.</param>
/// <param name="MayRetry">True when nothing was written and the same transaction may succeed at once.</param>
/// <param name="IsOfConnection">True when a connection could not be opened or given back, and every statement on it that had ended stays as it ended.</param>
internal readonly record struct DatabaseFault(PersistenceErrorCode Code, bool MayRetry = false, bool IsOfConnection = false);

namespace Catalog.Persistence.Storage;

/// <summary>What happens to a row that is there already.</summary>
/// <param name="Key">Properties of the unique index by which it is found.</param>
/// <param name="Updated">Properties that take the new values.</param>
/// <param name="Property">Property that must have <paramref name="Value"/>; a row where it has not is left alone and not read back.</param>
/// <param name="Value">The value.</param>
internal sealed record RowUpdate(IReadOnlyList<string> Key, IReadOnlyList<string> Updated, string Property, object Value);

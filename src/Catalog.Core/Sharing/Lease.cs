using Catalog.Core.Values;

namespace Catalog.Core.Sharing;

/// <summary>What one process holds until a moment, unless it renews.</summary>
/// <param name="Name">What is held.</param>
/// <param name="Holder">Who holds it.</param>
/// <param name="Version">Rises with each taking and release; a renewal keeps it. Who took it later has the larger one.</param>
/// <param name="ExpiresAt">From when on anybody may take it, by the clock of the store.</param>
public sealed record Lease(string Name, ThisProcess Holder, long Version, Instant ExpiresAt);

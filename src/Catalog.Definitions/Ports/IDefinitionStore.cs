using Catalog.Core.Model;
using Catalog.Definitions.Model;

namespace Catalog.Definitions.Ports;

/// <summary>
/// Keeps all versions of all definitions, grouped into revisions numbered from 1 without gaps. Thread-safe, also between processes.
/// A store that cannot be reached throws its adapter's transient <see cref="Core.Errors.CatalogException"/>.
/// </summary>
public interface IDefinitionStore
{
    /// <summary>The newest revision; 0 when nothing was ever applied.</summary>
    Task<long> GetRevisionAsync(CancellationToken cancellationToken);

    /// <summary>Everything needed to serve the newest revision, as of one moment.</summary>
    Task<DefinitionSnapshot> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes a revision, all of it or nothing, if its number is one above the newest. When the task ends with true it survives a crash.
    /// </summary>
    /// <returns>False, with nothing written, when that number is already taken.</returns>
    Task<bool> TryAppendAsync(DefinitionRevision revision, CancellationToken cancellationToken);

    /// <summary>The versions of a definition, newest first; empty when there is none.</summary>
    /// <param name="id">Kind and name.</param>
    /// <param name="below">Only versions with a smaller number; null from the newest on.</param>
    /// <param name="limit">At most so many, from 1.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(DefinitionId id, int? below, int limit, CancellationToken cancellationToken);

    /// <summary>One version; null when there is none of that number.</summary>
    Task<DefinitionVersion?> FindVersionAsync(DefinitionId id, int number, CancellationToken cancellationToken);
}

/// <summary>What the registry needs to know at the start.</summary>
/// <param name="Revision">The newest revision; 0 when nothing was ever applied.</param>
/// <param name="Heads">The newest version of each definition, removed ones included, in no particular order.</param>
/// <param name="History">
/// For each feature view and source, and each model version of it, the newest version with that model version, in no particular order.
/// </param>
public sealed record DefinitionSnapshot(long Revision, IReadOnlyList<DefinitionVersion> Heads, IReadOnlyList<DefinitionVersion> History);

/// <summary>Changes that were applied together.</summary>
/// <param name="Number">Number of the revision.</param>
/// <param name="Versions">One version for each changed definition, all with this revision, author, time and message; at least one.</param>
public sealed record DefinitionRevision(long Number, IReadOnlyList<DefinitionVersion> Versions);

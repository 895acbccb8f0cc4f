using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Ports;

namespace Catalog.Definitions.Embedded;

/// <summary>Keeps definitions in memory, for tests and for planning without a catalogue. Everything is lost with the process.</summary>
public sealed class InMemoryDefinitionStore : IDefinitionStore
{
    private readonly Lock _gate = new();
    private readonly List<DefinitionVersion> _versions = [];
    private long _revision;

    /// <inheritdoc />
    public Task<long> GetRevisionAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_revision);
        }
    }

    /// <inheritdoc />
    public Task<DefinitionSnapshot> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var heads = _versions.GroupBy(static version => version.Id).Select(static versions => versions.MaxBy(static version => version.Number)!); // A group has items.
            var history = _versions
                .Where(static version => version.ModelVersion > 0)
                .GroupBy(static version => (version.Id, version.ModelVersion))
                .Select(static versions => versions.MaxBy(static version => version.Number)!); // A group has items.
            return Task.FromResult(new DefinitionSnapshot(_revision, [.. heads], [.. history]));
        }
    }

    /// <inheritdoc />
    public Task<bool> TryAppendAsync(DefinitionRevision revision, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (revision.Number != _revision + 1)
            {
                return Task.FromResult(false);
            }

            _revision = revision.Number;
            _versions.AddRange(revision.Versions);
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(DefinitionId id, int? below, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            IReadOnlyList<DefinitionVersion> found =
            [
                .. _versions
                    .Where(version => version.Id == id && (below is null || version.Number < below))
                    .OrderByDescending(static version => version.Number)
                    .Take(limit),
            ];
            return Task.FromResult(found);
        }
    }

    /// <inheritdoc />
    public Task<DefinitionVersion?> FindVersionAsync(DefinitionId id, int number, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_versions.Find(version => version.Id == id && version.Number == number));
        }
    }
}

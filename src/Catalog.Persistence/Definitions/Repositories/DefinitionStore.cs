using System.Linq.Expressions;
using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Ports;
using Catalog.Persistence.Storage;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Definitions.Repositories;

internal sealed class DefinitionStore(CatalogDatabase<DefinitionsDbContext> database) : IDefinitionStore
{
    private static readonly Expression<Func<VersionEntity, DefinitionVersion>> ToVersion = static row => new DefinitionVersion
    {
        Id = new DefinitionId(row.Kind, row.Name),
        Number = row.Number,
        ModelVersion = row.ModelVersion,
        IsRemoved = row.IsRemoved,
        Path = row.Path,
        Text = row.Text,
        Model = row.Model,
        Revision = row.RevisionNumber,
        Author = row.Revision.Author,
        ChangedAt = row.Revision.ChangedAt,
        Message = row.Revision.Message,
    };

    public Task<long> GetRevisionAsync(CancellationToken cancellationToken) => database.ReadAsync(NewestAsync, cancellationToken);

    public Task<DefinitionSnapshot> LoadAsync(CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) =>
            {
                // One statement, so one moment. The newest version of each model version holds both the heads and the history, and among
                // the heads stands the newest revision.
                var versions = await context.Versions
                    .Where(row => !context.Versions.Any(later => later.Kind == row.Kind && later.Name == row.Name
                        && later.ModelVersion == row.ModelVersion && later.Number > row.Number))
                    .Select(ToVersion)
                    .ToListAsync(token).ConfigureAwait(false);
                var heads = versions.GroupBy(static version => version.Id).Select(static same => same.MaxBy(static version => version.Number)!); // A group has items.
                return new DefinitionSnapshot(
                    versions.Select(static version => version.Revision).DefaultIfEmpty().Max(),
                    [.. heads],
                    versions.FindAll(static version => version.ModelVersion > 0));
            },
            cancellationToken);

    public Task<bool> TryAppendAsync(DefinitionRevision revision, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (revision.Number != await NewestAsync(context, token).ConfigureAwait(false) + 1)
                {
                    return false;
                }

                context.Revisions.Add(ToEntity(revision));
                context.Versions.AddRange(revision.Versions.Select(ToEntity));
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(DefinitionId id, int? below, int limit, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<DefinitionVersion>>(
            async (context, token) => await context.Versions
                .Where(row => row.Kind == id.Kind && row.Name == id.Name && (below == null || row.Number < below))
                .OrderByDescending(row => row.Number)
                .Take(limit)
                .Select(ToVersion)
                .ToListAsync(token).ConfigureAwait(false),
            cancellationToken);

    public Task<DefinitionVersion?> FindVersionAsync(DefinitionId id, int number, CancellationToken cancellationToken)
        => database.ReadAsync(
            (context, token) => context.Versions
                .Where(row => row.Kind == id.Kind && row.Name == id.Name && row.Number == number)
                .Select(ToVersion)
                .SingleOrDefaultAsync(token),
            cancellationToken);

    private static async Task<long> NewestAsync(DefinitionsDbContext context, CancellationToken cancellationToken)
        => await context.Revisions.MaxAsync(static row => (long?)row.Number, cancellationToken).ConfigureAwait(false) ?? 0;

    private static RevisionEntity ToEntity(DefinitionRevision revision) => new()
    {
        Number = revision.Number,
        Author = revision.Versions[0].Author,
        ChangedAt = revision.Versions[0].ChangedAt,
        Message = revision.Versions[0].Message,
    };

    private static VersionEntity ToEntity(DefinitionVersion version) => new()
    {
        Kind = version.Id.Kind,
        Name = version.Id.Name,
        Number = version.Number,
        ModelVersion = version.ModelVersion,
        IsRemoved = version.IsRemoved,
        Path = version.Path,
        Text = version.Text,
        Model = version.Model,
        RevisionNumber = version.Revision,
    };
}

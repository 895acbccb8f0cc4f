using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class TrainingSetStore(CatalogDatabase<FeatureStoreDbContext> database) : ITrainingSetStore
{
    public Task<IReadOnlyList<TrainingSet>> AddAsync(TrainingSet set, bool overwrite, CancellationToken cancellationToken)
        => database.WriteAsync<IReadOnlyList<TrainingSet>>(
            async (context, token) =>
            {
                var sameName = await context.TrainingSets.Where(row => row.Name == set.Name).ToListAsync(token).ConfigureAwait(false);
                if (sameName.Find(row => row.State is TrainingSetState.Queued or TrainingSetState.Running) is { } building)
                {
                    throw Exists($"The training set '{set.Name}' is being built by the run '{building.Id}'. Wait for it, cancel it, or take another name.");
                }

                if (!overwrite && sameName.Exists(static row => row.State == TrainingSetState.Completed))
                {
                    throw Exists($"A training set '{set.Name}' exists. Take another name, delete it first, or ask to overwrite it.");
                }

                var ended = sameName.FindAll(static row => row.State is TrainingSetState.Failed or TrainingSetState.Cancelled);
                context.TrainingSets.RemoveRange(ended);
                context.TrainingSets.Add(new TrainingSetEntity { Id = set.Id, Name = set.Name, State = set.State, Body = BodyJson.Write(set) });
                return Read(ended);
            },
            cancellationToken);

    public Task SaveAsync(TrainingSet set, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (await context.TrainingSets.FindAsync([set.Id], token).ConfigureAwait(false) is { } row)
                {
                    Update(row, set);
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<TrainingSet>?> CompleteAsync(TrainingSet set, CancellationToken cancellationToken)
        => database.WriteAsync<IReadOnlyList<TrainingSet>?>(
            async (context, token) =>
            {
                if (await context.TrainingSets.FindAsync([set.Id], token).ConfigureAwait(false) is not { } row)
                {
                    return null;
                }

                var former = await context.TrainingSets
                    .Where(other => other.Name == set.Name && other.Id != set.Id).ToListAsync(token).ConfigureAwait(false);
                context.TrainingSets.RemoveRange(former);
                Update(row, set);
                return Read(former);
            },
            cancellationToken);

    public Task<TrainingSet?> FindAsync(Guid id, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) => await context.TrainingSets.SingleOrDefaultAsync(row => row.Id == id, token).ConfigureAwait(false) is { } row
                ? BodyJson.Read<TrainingSet>(row.Body)
                : null,
            cancellationToken);

    public Task<TrainingSet?> FindAsync(string name, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) =>
            {
                var row = await context.TrainingSets
                    .Where(row => row.Name == name)
                    .OrderByDescending(static row => row.State == TrainingSetState.Completed)
                    .ThenByDescending(static row => row.Id)
                    .FirstOrDefaultAsync(token).ConfigureAwait(false);
                return row is null ? null : BodyJson.Read<TrainingSet>(row.Body);
            },
            cancellationToken);

    public Task<IReadOnlyList<TrainingSet>> ListAsync(Guid? before, int count, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<TrainingSet>>(
            async (context, token) =>
            {
                var rows = before is { } last ? context.TrainingSets.Where(row => row.Id.CompareTo(last) < 0) : context.TrainingSets;
                return Read(await rows.OrderByDescending(static row => row.Id).Take(count).ToListAsync(token).ConfigureAwait(false));
            },
            cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken)
        => database.ReadAsync((context, token) => context.TrainingSets.LongCountAsync(token), cancellationToken);

    public Task<IReadOnlyList<TrainingSet>> ListUnfinishedAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<TrainingSet>>(
            async (context, token) => Read(await context.TrainingSets
                .Where(static row => row.State == TrainingSetState.Queued || row.State == TrainingSetState.Running)
                .OrderBy(static row => row.Id)
                .ToListAsync(token).ConfigureAwait(false)),
            cancellationToken);

    public Task<IReadOnlyList<TrainingSet>> ListNamedAsync(string prefix, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<TrainingSet>>(
            async (context, token) =>
            {
                var rows = await context.TrainingSets.Where(row => row.Name.StartsWith(prefix)).OrderBy(static row => row.Id).ToListAsync(token).ConfigureAwait(false);
                return Read(rows.FindAll(row => row.Name.StartsWith(prefix, StringComparison.Ordinal)));
            },
            cancellationToken);

    public Task<IReadOnlyList<TrainingSet>> DeleteAsync(string name, CancellationToken cancellationToken)
        => database.WriteAsync<IReadOnlyList<TrainingSet>>(
            async (context, token) =>
            {
                var rows = await context.TrainingSets.Where(row => row.Name == name).ToListAsync(token).ConfigureAwait(false);
                context.TrainingSets.RemoveRange(rows);
                return Read(rows);
            },
            cancellationToken);

    private static void Update(TrainingSetEntity row, TrainingSet set)
    {
        row.State = set.State;
        row.Body = BodyJson.Write(set);
    }

    private static List<TrainingSet> Read(List<TrainingSetEntity> rows) => rows.ConvertAll(static row => BodyJson.Read<TrainingSet>(row.Body));

    private static FeatureStoreException Exists(string message) => new(FeatureStoreErrorCode.TrainingSetExists, message);
}

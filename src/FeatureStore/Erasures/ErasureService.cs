using System.Security.Cryptography;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Erasures;

/// <summary>Takes orders to erase entities, and gives receipts. Thread-safe.</summary>
public sealed class ErasureService
{
    private static readonly HashSet<string> NoPaths = [];

    private readonly IErasureStore _store;
    private readonly ErasureStores _stores;
    private readonly ErasureRunner _runner;
    private readonly ErasedEntities _erased;
    private readonly IFeatureRegistry _registry;
    private readonly TimeProvider _clock;

    internal ErasureService(IErasureStore store, ErasureStores stores, ErasureRunner runner, ErasedEntities erased, IFeatureRegistry registry, TimeProvider clock)
        => (_store, _stores, _runner, _erased, _registry, _clock) = (store, stores, runner, erased, registry, clock);

    /// <summary>
    /// Erases an entity. When the task ends events of it are kept out of the stores, in this process at once and in others within seconds; what is in the stores is removed in the background.
    /// </summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidRequest"/>, <see cref="FeatureStoreErrorCode.MissingJoinKey"/> or <see cref="FeatureStoreErrorCode.InvalidEntityValue"/>.</exception>
    public async Task<Erasure> RequestAsync(ErasureRequest request, CancellationToken cancellationToken)
    {
        var (joinKeys, values) = await CheckAsync(request, cancellationToken).ConfigureAwait(false);
        var salt = await _store.GetSaltAsync(RandomNumberGenerator.GetBytes(KeyDigest.SaltBytes), cancellationToken).ConfigureAwait(false);
        var digest = new KeyDigest(salt).Of(joinKeys, values);
        var erasure = new Erasure
        {
            Id = Guid.CreateVersion7(_clock.GetUtcNow()),
            State = ErasureState.Queued,
            JoinKeys = joinKeys,
            Fingerprint = digest[..Erasure.FingerprintLength],
            Values = [.. values.Select(static value => value.ToString())],
            IsForever = request.Forever,
            CreatedAt = Instant.Now(_clock),
            RequestedBy = request.RequestedBy,
            Reason = request.Reason,
        };
        await _store.AddAsync(erasure, new Tombstone(erasure.Id, joinKeys, digest, Through: null), cancellationToken).ConfigureAwait(false);
        await _erased.RefreshAsync(cancellationToken).ConfigureAwait(false);
        _runner.Wake();
        return erasure;
    }

    /// <summary>Tells what an erasure would take out now; changes nothing.</summary>
    /// <exception cref="FeatureStoreException">As for <see cref="RequestAsync"/>; a store failed.</exception>
    public async Task<IReadOnlyList<ErasedPlace>> PreviewAsync(ErasureRequest request, CancellationToken cancellationToken)
    {
        var (joinKeys, values) = await CheckAsync(request, cancellationToken).ConfigureAwait(false);
        var places = new List<ErasedPlace>();
        foreach (var target in ErasureTarget.Find(_registry, joinKeys, values))
        {
            var name = target.View.Id.ToString();
            var keys = await _stores.Online.FindAsync(target, cancellationToken).ConfigureAwait(false);
            places.Add(new ErasedPlace { Kind = ErasedPlaceKind.Online, Name = name, Outcome = ErasureOutcome.Erased, Count = keys.Count });
            places.AddRange((await _stores.Offline.FindAsync(target, NoPaths, cancellationToken).ConfigureAwait(false)).Where(static found => found.Rows > 0).Select(found => new ErasedPlace
            {
                Kind = ErasedPlaceKind.OfflineFile, Name = name, Outcome = ErasureOutcome.Erased, Count = found.Rows, Partition = found.File.Partition, File = found.File.Path,
            }));
        }

        await foreach (var (set, rows, note) in _stores.TrainingSets.FindAsync(joinKeys, values, cancellationToken).ConfigureAwait(false))
        {
            places.Add(new ErasedPlace
            {
                Kind = ErasedPlaceKind.TrainingSet, Name = set.Name, Outcome = rows is null ? ErasureOutcome.Kept : ErasureOutcome.Erased, Count = rows, Note = note,
            });
        }

        await foreach (var (source, matches) in _stores.Refused.FindAsync(ErasureTarget.Find(_registry, joinKeys, values), cancellationToken).ConfigureAwait(false))
        {
            places.Add(new ErasedPlace { Kind = ErasedPlaceKind.Quarantine, Name = source, Outcome = ErasureOutcome.Erased, Count = matches.Ids.Count });
        }

        return [.. places.Where(static place => place.Count > 0 || place.Note is not null)];
    }

    /// <summary>The erasure of that id, with its receipt as far as it is.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.ErasureNotFound"/>.</exception>
    public async Task<Erasure> GetAsync(Guid id, CancellationToken cancellationToken) => await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new FeatureStoreException(FeatureStoreErrorCode.ErasureNotFound, $"There is no erasure '{id}'; /api/v1/erasures lists what there is.");

    /// <summary>The erasure of that id; null when there is none.</summary>
    public Task<Erasure?> FindAsync(Guid id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    /// <summary>Erasures, newest first; those whose id is smaller than <paramref name="before"/> where it is given.</summary>
    public Task<IReadOnlyList<Erasure>> ListAsync(ErasureFilter filter, Guid? before, int count, CancellationToken cancellationToken) => _store.ListAsync(filter, before, count, cancellationToken);

    /// <summary>How many erasures there are by state and join keys, in no order; those of the entity with the fingerprint <paramref name="entity"/> where it is given.</summary>
    public Task<IReadOnlyList<ErasureCount>> CountAsync(string? entity, CancellationToken cancellationToken) => _store.CountAsync(entity, cancellationToken);

    /// <summary>The join keys, sorted, and their values in the types of the entities.</summary>
    private async Task<(string[] JoinKeys, Value[] Values)> CheckAsync(ErasureRequest request, CancellationToken cancellationToken)
    {
        FreeText.Check("requestedBy", request.RequestedBy);
        FreeText.Check("reason", request.Reason);
        if (request.Key.Count == 0)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.MissingJoinKey, "Nothing says which entity is to be erased; give 'key' with a value for each of its join keys, such as {\"customer_id\": 17850}.");
        }

        string[] joinKeys = [.. request.Key.Keys.Order(StringComparer.Ordinal)];
        var views = _registry.Views;
        if (!views.Any(HasKeys))
        {
            // Training sets outlive the definitions that they were made by.
            views = await _stores.TrainingSets.ListViewsAsync(cancellationToken).ConfigureAwait(false);
        }

        var entities = _registry.Entities.Concat(views.SelectMany(static view => view.Entities)).ToList();
        if (joinKeys.FirstOrDefault(name => !entities.Exists(entity => entity.JoinKey == name)) is { } unknown)
        {
            var known = string.Join(", ", entities.Select(static entity => entity.JoinKey).Distinct().Order(StringComparer.Ordinal));
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, $"'{unknown}' is the join key of no entity; {(known.Length == 0 ? "there are no entities yet" : $"those are {known}")}.");
        }

        if (!views.Any(HasKeys))
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidRequest, $"No feature view has the join keys '{string.Join(", ", joinKeys)}' together, so none can have rows of such an entity. Erase by each of them alone.");
        }

        return (joinKeys, [.. joinKeys.Select(name => Serving.KeyConversion.Convert(request.Key[name], entities.First(entity => entity.JoinKey == name), row: null))]);

        bool HasKeys(FeatureView view) => joinKeys.All(name => view.Entities.Any(entity => entity.JoinKey == name));
    }
}

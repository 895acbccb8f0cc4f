using System.Text.RegularExpressions;
using Catalog.Core.Values;
using FeatureStore.Ports;
using FeatureStore.Selection;

namespace FeatureStore.Access;

/// <summary>Registers consumers, grants them feature services and makes their keys. Thread-safe.</summary>
public sealed partial class ConsumerService(IConsumerStore store, AccessGuard guard, IFeatureRegistry registry, TimeProvider clock)
{
    private const int MaxTextLength = 1_000;

    /// <summary>All consumers in order of their names.</summary>
    public Task<IReadOnlyList<Consumer>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    /// <summary>The consumer of that name.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.ConsumerNotFound"/>.</exception>
    public async Task<Consumer> GetAsync(string name, CancellationToken cancellationToken)
        => await store.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw NotFound(name);

    /// <summary>Its keys in the order in which they were made, also those that are revoked or expired.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.ConsumerNotFound"/>.</exception>
    public async Task<IReadOnlyList<ConsumerKey>> ListKeysAsync(string name, CancellationToken cancellationToken)
    {
        await GetAsync(name, cancellationToken).ConfigureAwait(false);
        return await store.ListKeysAsync(name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers a consumer.</summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.ConsumerExists"/>, <see cref="FeatureStoreErrorCode.FeatureServiceNotFound"/> or <see cref="FeatureStoreErrorCode.InvalidRequest"/>.
    /// </exception>
    public async Task<Consumer> AddAsync(string name, string owner, string? purpose, IReadOnlyList<string> featureServices, CancellationToken cancellationToken)
    {
        if (!LegalName().IsMatch(name))
        {
            throw Invalid($"The consumer's name is '{name}'; it must be of 1 to 100 lower-case letters, digits, '-', '_' and '.', with a letter or digit first.");
        }

        var consumer = Make(name, owner, purpose, featureServices);
        return await store.TryAddAsync(consumer, cancellationToken).ConfigureAwait(false)
            ? consumer
            : throw new FeatureStoreException(FeatureStoreErrorCode.ConsumerExists, $"There is a consumer '{name}' already. Change it, or choose another name.");
    }

    /// <summary>Replaces owner, purpose and grants of a consumer. Counts at once in this process and within seconds in others.</summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.ConsumerNotFound"/>, <see cref="FeatureStoreErrorCode.FeatureServiceNotFound"/> or <see cref="FeatureStoreErrorCode.InvalidRequest"/>.
    /// </exception>
    public async Task<Consumer> ChangeAsync(string name, string owner, string? purpose, IReadOnlyList<string> featureServices, CancellationToken cancellationToken)
    {
        var changed = await store.TryChangeAsync(Make(name, owner, purpose, featureServices), cancellationToken).ConfigureAwait(false);
        guard.Forget();
        return changed ? await GetAsync(name, cancellationToken).ConfigureAwait(false) : throw NotFound(name);
    }

    /// <summary>Removes a consumer with all its keys.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.ConsumerNotFound"/>.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var removed = await store.TryRemoveAsync(name, cancellationToken).ConfigureAwait(false);
        guard.Forget();
        if (!removed)
        {
            throw NotFound(name);
        }
    }

    /// <summary>Makes a key. Only its digest is kept, so that the answer is the one place where it stands.</summary>
    /// <param name="name">Name of the consumer.</param>
    /// <param name="expiresAt">From when on it is refused; null for never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.ConsumerNotFound"/> or <see cref="FeatureStoreErrorCode.InvalidRequest"/>.</exception>
    public async Task<MadeKey> MakeKeyAsync(string name, Instant? expiresAt, CancellationToken cancellationToken)
    {
        var now = Instant.Now(clock);
        if (expiresAt is { } end && end <= now)
        {
            throw Invalid($"The key would expire at '{end}', which is past. Give a later time, or none.");
        }

        var text = KeyText.Make();
        var key = new ConsumerKey
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Consumer = name,
            Prefix = text[..KeyText.PrefixLength],
            Digest = KeyText.DigestOf(text),
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        var added = await store.TryAddKeyAsync(key, cancellationToken).ConfigureAwait(false);
        guard.Forget();
        return added ? new MadeKey(text, key) : throw NotFound(name);
    }

    /// <summary>Revokes a key for good. Counts at once in this process and within seconds in others.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.KeyNotFound"/>.</exception>
    public async Task<ConsumerKey> RevokeKeyAsync(string name, Guid id, CancellationToken cancellationToken)
    {
        var key = await store.RevokeKeyAsync(name, id, Instant.Now(clock), cancellationToken).ConfigureAwait(false);
        guard.Forget();
        return key ?? throw new FeatureStoreException(FeatureStoreErrorCode.KeyNotFound, $"Consumer '{name}' has no key '{id}'. /api/v1/consumers/{name} lists its keys.");
    }

    private Consumer Make(string name, string owner, string? purpose, IReadOnlyList<string> featureServices)
    {
        if (string.IsNullOrWhiteSpace(owner) || owner.Length > MaxTextLength || purpose?.Length > MaxTextLength)
        {
            throw Invalid($"Consumer '{name}' needs an 'owner', the team that runs it; 'owner' and 'purpose' have at most {MaxTextLength} characters.");
        }

        var unknown = featureServices.Where(service => service != Consumer.Everything && registry.FindService(service) is null).Select(service => SelectionErrors.ServiceNotFound(service, registry)).ToList();
        return unknown.Count > 0 ? throw FeatureStoreException.Combine(unknown) : new Consumer
        {
            Name = name,
            Owner = owner,
            Purpose = string.IsNullOrWhiteSpace(purpose) ? null : purpose,
            FeatureServices = [.. featureServices.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            CreatedAt = Instant.Now(clock),
        };
    }

    private static FeatureStoreException NotFound(string name) => new(FeatureStoreErrorCode.ConsumerNotFound, $"Consumer '{name}' does not exist. /api/v1/consumers lists those that do.");

    private static FeatureStoreException Invalid(string message) => new(FeatureStoreErrorCode.InvalidRequest, message);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,99}\z")]
    private static partial Regex LegalName();
}

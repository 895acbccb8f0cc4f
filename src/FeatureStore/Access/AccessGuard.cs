using Catalog.Core.Errors;
using Catalog.Core.Values;
using FeatureStore.Ports;
using Microsoft.Extensions.Options;

namespace FeatureStore.Access;

/// <summary>
/// Tells who asks by the key that a door was sent. Keys are held in memory and read again every few seconds while any is sent, so that what another process changes counts soon; while the catalogue
/// is away, what was known goes on counting. Thread-safe.
/// </summary>
public sealed class AccessGuard(IConsumerStore store, ReadCounts counts, TimeProvider clock, IOptions<FeatureStoreOptions> options)
{
    // Long enough that reading them costs nothing, short enough for whoever revokes a key.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly AccessOptions _options = options.Value.Access;
    private readonly Lock _gate = new();
    private Task? _loading;
    private volatile KnownKeys? _known;
    private int _changes;

    /// <summary>Judges a key.</summary>
    /// <param name="key">The key; null when none was sent.</param>
    /// <param name="cancellationToken">Cancels the wait, where keys have to be read first.</param>
    /// <returns>What the lookup is held to, or counted by, for <see cref="Serving.OnlineFeaturesRequest.Grants"/>; null when nobody is known and everybody may read everything.</returns>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.KeyRequired"/>: there is no key and lookups need one. <see cref="FeatureStoreErrorCode.KeyNotAccepted"/>: it is unknown, revoked or expired; also where lookups
    /// need none, if it looks like a key of ours, since whoever sends it relies on it.
    /// </exception>
    /// <exception cref="CatalogException">The catalogue cannot be asked and never was.</exception>
    public ValueTask<AccessGrants?> IdentifyAsync(string? key, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return _options.Required ? throw AccessErrors.KeyRequired() : default;
        }

        if (!_options.Required && !key.StartsWith(KeyText.Start, StringComparison.Ordinal))
        {
            return default; // None of ours, such as the token of a proxy before us.
        }

        return _known is { } known && (clock.GetUtcNow() - known.ReadAt).Duration() < Patience ? new(Judge(known, key)) : new(LoadAndJudgeAsync(key, cancellationToken));
    }

    /// <summary>Whether there is an administrator's key, which <see cref="CheckAdministrator"/> then asks for.</summary>
    public bool HasAdministratorKey => _options.AdminKey.Length > 0;

    /// <summary>Whether a request may change consumers.</summary>
    /// <param name="key">The key; null when none was sent.</param>
    /// <exception cref="FeatureStoreException">It may not: the administrator's key is missing, wrong, or not set while lookups need keys.</exception>
    public void CheckAdministrator(string? key)
    {
        if (_options.AdminKey.Length == 0)
        {
            if (_options.Required)
            {
                throw AccessErrors.AdminKeyMissing(isSet: false);
            }

            return;
        }

        if (key is null)
        {
            throw AccessErrors.AdminKeyMissing(isSet: true);
        }

        if (!KeyText.AreSame(key, _options.AdminKey))
        {
            throw AccessErrors.AdminKeyWrong();
        }
    }

    /// <summary>Has keys read again before the next is judged.</summary>
    internal void Forget()
    {
        lock (_gate)
        {
            // Whoever reads now may have asked before the change.
            (_known, _loading) = (null, null);
            _changes++;
        }
    }

    private async Task<AccessGrants?> LoadAndJudgeAsync(string key, CancellationToken cancellationToken)
    {
        await LoadAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return Judge(_known ?? await ReadAsync(cancellationToken).ConfigureAwait(false), key);
    }

    private AccessGrants Judge(KnownKeys known, string key)
    {
        if (!known.Keys.TryGetValue(KeyText.DigestOf(key), out var found))
        {
            throw AccessErrors.KeyUnknown();
        }

        var now = Instant.Now(clock);
        if (found.Key.RevokedAt is { } revoked)
        {
            throw AccessErrors.KeyEnded(found.Key, $"was revoked at {revoked}");
        }

        if (found.Key.ExpiresAt is { } end && end <= now)
        {
            throw AccessErrors.KeyEnded(found.Key, $"expired at {end}");
        }

        if (found.BeginNote(now))
        {
            _ = NoteUseAsync(found.Key.Id, now);
        }

        return found.Grants;
    }

    // All who ask at one time wait for one answer.
    private Task LoadAsync()
    {
        lock (_gate)
        {
            return _loading is { IsCompleted: false } running ? running : _loading = LoadOnceAsync();
        }
    }

    private async Task LoadOnceAsync()
    {
        var (before, changes) = (_known, Volatile.Read(ref _changes));
        KnownKeys known;
        try
        {
            known = await ReadAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (CatalogException exception) when (exception.IsTransient && before is not null)
        {
            known = before with { ReadAt = clock.GetUtcNow() };
        }

        lock (_gate)
        {
            // After a change what was read may be from before it.
            if (_changes == changes)
            {
                _known = known;
            }
        }
    }

    private async Task<KnownKeys> ReadAsync(CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var consumers = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var keys = await store.ListKeysAsync(null, cancellationToken).ConfigureAwait(false);
        return KnownKeys.Of(consumers.Select(consumer => new AccessGrants(consumer, _options.Required, counts)), keys, at);
    }

    private async Task NoteUseAsync(Guid key, Instant at)
    {
        try
        {
            await store.MarkUsedAsync(key, at, CancellationToken.None).ConfigureAwait(false);
        }
        catch (CatalogException)
        {
            // Nobody waits for it, and the next use is noted too.
        }
    }
}

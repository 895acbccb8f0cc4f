using FeatureStore;
using FeatureStore.Access;

namespace Catalog.Web.Consumers;

/// <summary>Whether who looks at the portal may see and change consumers: as at the doors, with the administrator's key where one is set. The key stays in here, which lives as long as the circuit. Not thread-safe.</summary>
internal sealed class AdministratorSession(AccessGuard guard)
{
    private string? _key;

    /// <summary>Whether a key helps; without one that is set nobody may, where lookups need keys.</summary>
    internal bool AsksForKey => guard.HasAdministratorKey;

    internal bool IsOpen => Refusal is null;

    /// <summary>Why not; null when it is open.</summary>
    internal string? Refusal
    {
        get
        {
            try
            {
                guard.CheckAdministrator(_key);
                return null;
            }
            catch (FeatureStoreException exception)
            {
                return exception.Message;
            }
        }
    }

    /// <summary>Takes a key; whether it was the right one.</summary>
    internal bool TryOpen(string key)
    {
        _key = key.Trim();
        if (IsOpen)
        {
            return true;
        }

        _key = null;
        return false;
    }
}

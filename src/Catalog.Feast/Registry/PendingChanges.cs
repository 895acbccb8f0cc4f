using Catalog.Grpc;

namespace Catalog.Feast.Registry;

/// <summary>
/// What clients have sent and not committed yet. Feast's clients send one thing after another and commit at the end, without saying who they are: what comes by one connection belongs together. A client
/// that never commits loses what it sent after <see cref="Patience"/>. Thread-safe.
/// </summary>
internal sealed class PendingChanges(TimeProvider clock)
{
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int MostClients = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (RepositoryChange Change, DateTimeOffset Touched)> _byConnection = new(StringComparer.Ordinal);

    /// <summary>Adds to what the connection has sent.</summary>
    /// <exception cref="GrpcException">Too many clients have sent something and not committed it.</exception>
    internal void Add(string connection, Action<RepositoryChange> add)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var (old, _) in _byConnection.Where(pair => now - pair.Value.Touched > Patience).ToList())
            {
                _byConnection.Remove(old);
            }

            var change = _byConnection.TryGetValue(connection, out var pending) ? pending.Change : new RepositoryChange();
            if (pending.Change is null && _byConnection.Count >= MostClients)
            {
                throw new GrpcException(GrpcStatusCode.ResourceExhausted, $"{MostClients} clients have sent changes and not committed them. Apply again in {Patience.TotalMinutes} minutes at most.");
            }

            add(change);
            _byConnection[connection] = (change, now);
        }
    }

    /// <summary>Takes what the connection has sent; empty when there is nothing.</summary>
    internal RepositoryChange Take(string connection)
    {
        lock (_gate)
        {
            return _byConnection.Remove(connection, out var pending) ? pending.Change : new RepositoryChange();
        }
    }
}

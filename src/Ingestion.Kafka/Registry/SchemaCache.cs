namespace Ingestion.Kafka.Registry;

/// <summary>
/// Keeps what a registry said about ids: schemas for ever, since they never change, that there is none for <see cref="Unknown"/>. Asks once for an id however many wait for it. Thread-safe.
/// </summary>
/// <param name="load">Asks for the schema of an id.</param>
/// <param name="clock">Measures how long an id is held to be unknown.</param>
internal sealed class SchemaCache(Func<int, Task<KnownSchema>> load, TimeProvider clock)
{
    /// <summary>How many ids are kept; the oldest go.</summary>
    internal const int Capacity = 1000;

    /// <summary>How long nobody asks again for an id that the registry does not have.</summary>
    internal static readonly TimeSpan Unknown = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<int, Entry> _entries = [];

    /// <summary>The schema of an id.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SchemaRegistryUnavailable"/>; the next caller asks again.</exception>
    internal ValueTask<KnownSchema> FindAsync(int id, CancellationToken cancellationToken)
    {
        var answer = Answer(id);
        return answer.IsCompletedSuccessfully ? new ValueTask<KnownSchema>(answer) : new ValueTask<KnownSchema>(answer.WaitAsync(cancellationToken));
    }

    private Task<KnownSchema> Answer(int id)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out var known) && !IsStale(known))
            {
                return known.Answer;
            }

            _entries.Remove(id);
            if (_entries.Count >= Capacity)
            {
                _entries.RemoveAt(0);
            }

            var entry = new Entry { Asked = clock.GetTimestamp() };
            entry.Answer = Task.Run(() => LoadAsync(id, entry));
            _entries.Add(id, entry);
            return entry.Answer;
        }
    }

    private bool IsStale(Entry entry) => entry.MayChange && clock.GetElapsedTime(entry.Asked) >= Unknown;

    private async Task<KnownSchema> LoadAsync(int id, Entry entry)
    {
        try
        {
            var schema = await load(id).ConfigureAwait(false);
            entry.MayChange = schema.MayChange;
            return schema;
        }
        catch
        {
            Forget(id, entry);
            throw;
        }
    }

    private void Forget(int id, Entry entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out var current) && ReferenceEquals(current, entry))
            {
                _entries.Remove(id);
            }
        }
    }

    private sealed class Entry
    {
        private volatile bool _mayChange;

        internal required long Asked { get; init; }

        internal Task<KnownSchema> Answer { get; set; } = Task.FromResult(KnownSchema.Unknown);

        internal bool MayChange
        {
            get => _mayChange;
            set => _mayChange = value;
        }
    }
}

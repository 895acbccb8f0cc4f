using Ingestion.Ports;

namespace Ingestion.Logs;

/// <summary>
/// The newest mark of each producer of a topic. Push producers beyond the bound are forgotten, the one that wrote longest ago first. Thread-safe.
/// </summary>
internal sealed class ProducerMarks(int maxPushProducers)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _pushesByAge = [];

    public ReadOnlyMemory<byte>? Find(string producer)
    {
        lock (_lock)
        {
            // Without the type, an absent mark would become an empty one.
            return _entries.TryGetValue(producer, out var entry) ? entry.Mark : default(ReadOnlyMemory<byte>?);
        }
    }

    public void Set(string producer, byte[] mark)
    {
        lock (_lock)
        {
            LinkedListNode<string>? age = null;
            if (producer.StartsWith(ProducerNames.PushPrefix, StringComparison.Ordinal))
            {
                age = _entries.TryGetValue(producer, out var known) && known.Age is not null ? known.Age : new LinkedListNode<string>(producer);
                if (age.List is not null)
                {
                    _pushesByAge.Remove(age);
                }

                _pushesByAge.AddLast(age);
            }

            _entries[producer] = new Entry(mark, age);
            ForgetOldest();
        }
    }

    /// <summary>All marks; push producers from the oldest on, so that setting them in this order gives the same state.</summary>
    public IReadOnlyList<(string Producer, byte[] Mark)> ToList()
    {
        lock (_lock)
        {
            var lasting = _entries.Where(static entry => entry.Value.Age is null).Select(static entry => (entry.Key, entry.Value.Mark));
            return [.. lasting, .. _pushesByAge.Select(producer => (producer, _entries[producer].Mark))];
        }
    }

    private void ForgetOldest()
    {
        while (_pushesByAge.Count > maxPushProducers)
        {
            _entries.Remove(_pushesByAge.First!.Value); // The count says that there is one.
            _pushesByAge.RemoveFirst();
        }
    }

    private readonly record struct Entry(byte[] Mark, LinkedListNode<string>? Age);
}

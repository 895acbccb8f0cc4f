using System.Text;

namespace FeatureStore.Embedded;

/// <summary>Numbers the views that were ever seen, so that an index entry holds 4 bytes instead of a name. Thread-safe.</summary>
internal sealed class ViewTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private volatile byte[][] _names = [];

    /// <summary>The number of the view; -1 when it was never seen.</summary>
    internal int Find(string view)
    {
        lock (_lock)
        {
            return _numbers.TryGetValue(view, out var number) ? number : -1;
        }
    }

    /// <summary>The number of the view, a new one when it was never seen.</summary>
    internal int FindOrAdd(string view)
    {
        lock (_lock)
        {
            if (!_numbers.TryGetValue(view, out var number))
            {
                number = _names.Length;
                _numbers.Add(view, number);
                _names = [.. _names, Encoding.UTF8.GetBytes(view)];
            }

            return number;
        }
    }

    /// <summary>The same for a name in UTF-8. Makes no garbage for a known view: recovery asks once per record.</summary>
    internal int FindOrAdd(ReadOnlySpan<byte> view)
    {
        var names = _names;
        for (var number = 0; number < names.Length; number++)
        {
            if (view.SequenceEqual(names[number]))
            {
                return number;
            }
        }

        return FindOrAdd(Encoding.UTF8.GetString(view));
    }

    /// <summary>The name in UTF-8.</summary>
    internal ReadOnlySpan<byte> NameOf(int number) => _names[number];
}

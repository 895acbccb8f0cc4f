namespace Catalog.Client.Tests.Testing;

/// <summary>Keeps what is reported, at once and in order.</summary>
internal sealed class Seen<T>(Action<T>? then = null) : IProgress<T>
{
    private readonly List<T> _all = [];

    internal IReadOnlyList<T> All => _all;

    public void Report(T value)
    {
        lock (_all)
        {
            _all.Add(value);
        }

        then?.Invoke(value);
    }
}

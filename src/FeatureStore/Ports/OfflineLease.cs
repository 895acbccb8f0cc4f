namespace FeatureStore.Ports;

/// <summary>Files that stay where they are until this is disposed.</summary>
/// <param name="paths">Local paths of the files with rows, absolute, in the order in which they were asked for.</param>
/// <param name="release">Lets go of them; null where nothing holds them.</param>
public sealed class OfflineLease(IReadOnlyList<string> paths, Action? release = null) : IDisposable
{
    private Action? _release = release;

    /// <summary>Local paths, absolute, in the order in which the files were asked for.</summary>
    public IReadOnlyList<string> Paths { get; } = paths;

    /// <inheritdoc />
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}

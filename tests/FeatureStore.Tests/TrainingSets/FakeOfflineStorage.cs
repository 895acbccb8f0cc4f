using Conformance;
using FeatureStore.Ports;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>A storage that has every file it is asked for: its content is its path, unless told otherwise.</summary>
internal sealed class FakeOfflineStorage : IOfflineStorage, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Contents that differ from the path.</summary>
    internal Dictionary<string, string> Contents { get; } = [];

    public string Location => _directory.Path;

    public Task<OfflineLease> OpenAsync(IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
        => Task.FromResult(new OfflineLease([.. files.Where(static file => file.Path.Length > 0).Select(Open)]));

    public Task<WrittenOfflineFile> WriteAsync(string path, Func<string, Task> write, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");

    public Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");

    public void Dispose() => _directory.Dispose();

    private string Open(OfflineFile file)
    {
        var local = _directory.File(Uri.EscapeDataString(file.Path));
        var content = Contents.GetValueOrDefault(file.Path, file.Path);
        if (!File.Exists(local) || File.ReadAllText(local) != content)
        {
            File.WriteAllText(local, content);
        }

        return local;
    }
}

using Catalog.Core.Storage;

namespace FeatureStore.TrainingSets;

/// <summary>An entity frame that was received, on disk. Dispose removes it, unless a training set took it over.</summary>
public sealed class SpooledFrame : IDisposable
{
    private readonly string _folder;
    private bool _taken;

    internal SpooledFrame(Guid id, string name, string path, long bytes)
    {
        (Id, Name, Path, ByteCount) = (id, name, path, bytes);
        _folder = System.IO.Path.GetDirectoryName(path) ?? throw new ArgumentException($"'{path}' is in no folder.", nameof(path));
    }

    /// <summary>Name that its sender gave it.</summary>
    public string Name { get; }

    /// <summary>Size in bytes.</summary>
    public long ByteCount { get; }

    /// <summary>Of an Arrow stream: its columns that hold timestamps or dates. Empty for other formats.</summary>
    public IReadOnlyList<string> TimeColumns { get; internal init; } = [];

    /// <summary>Of an Arrow stream: what its writer noted beside the columns. Empty for other formats.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; internal init; } = new Dictionary<string, string>();

    /// <summary>Id of the training set that will be made from it.</summary>
    internal Guid Id { get; }

    internal string Path { get; }

    /// <summary>SHA-256 of the frame as it is kept, in hexadecimal: the same rows in the same columns have the same.</summary>
    public Task<string> HashAsync(CancellationToken cancellationToken) => FileHash.OfAsync(Path, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_taken && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Leaves the file to the training set.</summary>
    internal void Take() => _taken = true;
}

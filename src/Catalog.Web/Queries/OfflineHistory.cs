using FeatureStore.Ports;

namespace Catalog.Web.Queries;

/// <summary>The offline files of a view version.</summary>
/// <param name="Number">Number of the snapshot.</param>
/// <param name="Files">Files with rows, oldest first.</param>
/// <param name="Folder">The folder or bucket that they lie in; null when that is not known.</param>
public sealed record OfflineHistory(long Number, IReadOnlyList<OfflineFile> Files, string? Folder)
{
    /// <summary>Nothing read yet.</summary>
    public static OfflineHistory Empty { get; } = new(0, [], null);

    /// <summary>Where the files lie; empty when that is not known.</summary>
    public IEnumerable<string> Paths => Folder is null ? [] : Files.Select(file => $"{Folder.TrimEnd('/')}/{file.Path}");
}

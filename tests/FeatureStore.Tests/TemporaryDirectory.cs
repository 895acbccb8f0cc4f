namespace FeatureStore.Tests;

/// <summary>A directory of one test, removed with it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("feature-store-").FullName;

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Copies the files of <paramref name="source"/> here as they are at this moment: what a killed process leaves.</summary>
    internal void CopyFrom(string source)
    {
        foreach (var path in Directory.EnumerateFiles(source).Where(static path => System.IO.Path.GetFileName(path) != "LOCK"))
        {
            System.IO.File.Copy(path, File(System.IO.Path.GetFileName(path)), overwrite: true);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

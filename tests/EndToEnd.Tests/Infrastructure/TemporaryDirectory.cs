namespace EndToEnd.Tests.Infrastructure;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("catalog-e2e-").FullName;

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder below it, made when it is not there.</summary>
    internal string Subdirectory(string name) => Directory.CreateDirectory(File(name)).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

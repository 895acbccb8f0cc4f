namespace Catalog.Definitions.Tests.Testing;

/// <summary>Where the repository and the shared data lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Samples => Path.Combine(Root, "samples");

    /// <summary>The folder with the full public files; skips the test where it is absent.</summary>
    public static string SharedData(params string[] parts)
    {
        var folder = Environment.GetEnvironmentVariable("CATALOG_SHARED_DATA")
            ?? Ancestors().Select(static directory => Path.Combine(directory, "shared", "data")).FirstOrDefault(Directory.Exists);
        Assert.SkipWhen(folder is null, "shared/data is not beside the repository; set CATALOG_SHARED_DATA to its path.");
        return Path.Combine([folder!, .. parts]); // Skipped above.
    }

    private static string FindRoot() => Ancestors().First(static directory => File.Exists(Path.Combine(directory, "Catalog.sln")));

    private static IEnumerable<string> Ancestors()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            yield return directory.FullName;
        }
    }
}

namespace EndToEnd.Tests.Infrastructure;

/// <summary>Where the checkout, the built programs and the shared real data are.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string WebProgram => Built("Catalog.Web", "Catalog.Web");

    internal static string CliProgram => Built("Catalog.Cli", "catalog");

    /// <summary>A file of the full real data; skips the test where the checkout has none beside it.</summary>
    internal static string SharedData(string relativePath)
    {
        var path = Path.Combine(Root, "..", "shared", "data", relativePath);
        Assert.SkipUnless(File.Exists(path), $"The full data file '{relativePath}' is not beside this checkout (../shared/data).");
        return Path.GetFullPath(path);
    }

    private static string Built(string project, string program)
        => Path.Combine(Root, "artifacts", "bin", project, "debug", program);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Catalog.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside a checkout: no Catalog.sln above them.");
    }
}

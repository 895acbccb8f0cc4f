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
        var path = FindSharedData(relativePath);
        Assert.SkipWhen(path is null, $"The full data file '{relativePath}' is not beside this checkout (../shared/data).");
        return path;
    }

    /// <summary>The same, null where it is absent. The folder lies beside the checkout or beside one of the folders above it.</summary>
    internal static string? FindSharedData(string relativePath)
    {
        for (var folder = new DirectoryInfo(Root).Parent; folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", relativePath);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        return null;
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

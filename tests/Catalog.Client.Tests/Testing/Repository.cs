namespace Catalog.Client.Tests.Testing;

internal static class Repository
{
    /// <summary>Folder that holds <c>Catalog.sln</c>.</summary>
    internal static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Catalog.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}

namespace Ingestion.Tests.Testing;

/// <summary>The folder of real data that lies beside the checkout on some machines.</summary>
internal static class SharedData
{
    /// <summary>The path of a file or folder below <c>shared/data</c>; skips the test where it is absent.</summary>
    internal static string Require(string relativePath)
    {
        var path = Find(relativePath);
        Assert.SkipWhen(path is null, $"shared/data/{relativePath} is not on this machine.");
        return path;
    }

    internal static string? Find(string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", relativePath);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}

using System.Diagnostics;

namespace Catalog.Architecture.Tests.Reading;

/// <summary>The files of the repository: what git tracks, or would track once added.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<string>> ListedFiles = new(List);

    /// <summary>Folder that holds <c>Catalog.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes, ordered. Skips the test where there is no git.</summary>
    public static IReadOnlyList<string> Files => ListedFiles.Value;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Catalog.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' holds Catalog.sln.");
        }

        return folder;
    }

    private static List<string> List()
    {
        if (!Path.Exists(Path.Combine(Root, ".git")))
        {
            Assert.Skip("The repository's file list needs git's index; this is a copy without it.");
        }

        var start = new ProcessStartInfo("git") { WorkingDirectory = Root, RedirectStandardOutput = true };
        foreach (var argument in new[] { "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard" })
        {
            start.ArgumentList.Add(argument);
        }

        using var git = Process.Start(start)!;
        var names = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git ls-files ended with {git.ExitCode}.");
        return [.. names.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Distinct().Where(name => File.Exists(Path.Combine(Root, name))).Order(StringComparer.Ordinal)];
    }
}

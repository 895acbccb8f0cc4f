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

    /// <summary>What a program prints when it runs in the root.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
        return output;
    }

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

        var names = Run("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        return [.. names.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Distinct().Where(name => File.Exists(Path.Combine(Root, name))).Order(StringComparer.Ordinal)];
    }
}

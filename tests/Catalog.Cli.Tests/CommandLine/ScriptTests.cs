using System.Diagnostics;
using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.CommandLine;

/// <summary>The script at the root, over a tree of its own and a `dotnet` that writes down what it is asked to build.</summary>
public sealed class ScriptTests : IDisposable
{
    private const string Dotnet = """
        #!/usr/bin/env bash
        if [ "$1" != build ]; then echo "ran ${1#"$ROOT/"}"; exit; fi
        shift
        while [ "$1" != -c ]; do shift; done
        echo "$2" >> "$ROOT/builds"
        folder="$ROOT/artifacts/bin/Catalog.Cli/${2,,}"
        mkdir -p "$folder"
        touch "$folder/catalog.dll"
        """;

    private readonly TemporaryDirectory _root = new();

    public ScriptTests()
    {
        Directory.CreateDirectory(_root.File("src"));
        Directory.CreateDirectory(_root.File("samples"));
        Directory.CreateDirectory(_root.File("bin"));
        _root.Write("src/Program.cs", "first");
        _root.Write("Directory.Build.props", "<Project />");
        _root.Write("global.json", "{}");
        _root.Write("bin/dotnet", Dotnet);
        File.Copy(Path.Combine(FindRoot(), "catalog"), _root.File("catalog"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_root.File("bin/dotnet"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Script_NothingChanged_DoesNotBuildAgain()
    {
        await RunAsync();
        await RunAsync();

        Assert.Equal(["Release"], Builds());
    }

    [Theory]
    [InlineData("src/Program.cs")]
    [InlineData("src/Added.cs")]
    [InlineData("samples/added.csv")]
    public async Task Script_SourceThatIsNewer_BuildsAgain(string file)
    {
        await RunAsync();
        _root.Write(file, "second");
        File.SetLastWriteTimeUtc(_root.File(file), File.GetLastWriteTimeUtc(_root.File("artifacts/.catalog-release")).AddSeconds(2));

        await RunAsync();

        Assert.Equal(["Release", "Release"], Builds());
    }

    [Fact]
    public async Task Script_PortalBuiltAsDebug_BuildsOnlyTheRestOfThat()
    {
        Directory.CreateDirectory(_root.File("artifacts/bin/Catalog.Web/debug"));
        _root.Write("artifacts/bin/Catalog.Web/debug/Catalog.Web.dll", "");

        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Equal(["Debug"], Builds());
        Assert.Equal(("ran artifacts/bin/Catalog.Cli/debug/catalog.dll", first), (first, second));
    }

    [Fact]
    public async Task Script_ReleaseThatIsCurrent_IsRunWhateverElseIsThere()
    {
        await RunAsync();
        Directory.CreateDirectory(_root.File("artifacts/bin/Catalog.Web/debug"));
        _root.Write("artifacts/bin/Catalog.Web/debug/Catalog.Web.dll", "");

        Assert.Equal("ran artifacts/bin/Catalog.Cli/release/catalog.dll", await RunAsync());
        Assert.Equal(["Release"], Builds());
    }

    private string[] Builds() => File.ReadAllLines(_root.File("builds"));

    private async Task<string> RunAsync()
    {
        var start = new ProcessStartInfo("bash", [_root.File("catalog"), "status"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_root.File("bin")}:{start.Environment["PATH"]}";
        start.Environment["ROOT"] = _root.Path;
        start.Environment.Remove("CATALOG_CONFIGURATION");
        using var process = Process.Start(start)!; // It has a file name of its own.
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output.Trim();
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Catalog.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}

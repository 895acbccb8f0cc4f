using System.Reflection;
using System.Text.RegularExpressions;
using Catalog.Client.Tests.Testing;
using Catalog.Web.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Catalog.Client.Tests;

/// <summary>Compiles every example of the README, in its order, as one program, and runs it against an empty catalogue.</summary>
public sealed partial class ReadmeTests
{
    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading.Tasks;\n";

    [Fact]
    public async Task Examples_AllRun()
    {
        using var data = new TemporaryDirectory();
        using var work = new TemporaryDirectory();
        await using var host = await CatalogHost.StartAsync(new Dictionary<string, string?> { ["Catalog:DataDirectory"] = data.Path }, TestContext.Current.CancellationToken);
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "sdk", "dotnet", "Catalog.Client", "README.md"), TestContext.Current.CancellationToken);
        var blocks = Block().Matches(readme).Select(match => match.Groups[1].Value).ToList();
        Assert.True(blocks.Count >= 5);

        // What is declared stands behind the statements in a program.
        var lines = string.Concat(blocks).Split('\n');
        var program = Usings + string.Join('\n', lines.Where(line => !IsDeclaration(line)).Concat(lines.Where(IsDeclaration)))
            .Replace("http://localhost:8080", host.Address.ToString(), StringComparison.Ordinal)
            .Replace("\"samples/", $"\"{Repository.Root}/samples/", StringComparison.Ordinal)
            .Replace("\"training.", $"\"{work.Path}/training.", StringComparison.Ordinal);
        var output = new StringWriter();
        var (console, errors) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(TextWriter.Null);
        try
        {
            await RunAsync(Compile(program));
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(errors);
        }

        Assert.True(new FileInfo(work.File("training.parquet")).Length > 0);
        Assert.Contains("FeatureView customer_profile", output.ToString(), StringComparison.Ordinal);
    }

    private static bool IsDeclaration(string line) => line.StartsWith("record ", StringComparison.Ordinal);

    private static Assembly Compile(string program)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Readme",
            [CSharpSyntaxTree.ParseText(program, cancellationToken: TestContext.Current.CancellationToken)],
            references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, $"{string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error))}\n{program}");
        Assert.Empty(result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Warning));
        return Assembly.Load(image.ToArray());
    }

    private static async Task RunAsync(Assembly program)
    {
        // The entry point that the compiler makes waits for this one.
        var main = program.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)).Single(method => method.Name == "<Main>$");
        await (Task)main.Invoke(null, [Array.Empty<string>()])!;
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

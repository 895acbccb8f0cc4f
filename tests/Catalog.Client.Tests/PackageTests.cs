using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Catalog.Client.Tests.Testing;

namespace Catalog.Client.Tests;

public sealed partial class PackageTests
{
    [Fact]
    public async Task Codes_OfTheClient_AreOnThePageOfErrors()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "errors.md"), TestContext.Current.CancellationToken);
        var written = FirstCell().Matches(page[page.IndexOf("## Clients", StringComparison.Ordinal)..page.IndexOf("## FeatureStore", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);

        var codes = typeof(CatalogClientCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Empty(codes.Except(written));
    }

    [Fact]
    public async Task Package_HoldsLibraryDocumentsAndReadme_AndNeedsNothing()
    {
        using var folder = new TemporaryDirectory();
        var start = new ProcessStartInfo("dotnet", ["pack", "sdk/dotnet/Catalog.Client", "-c", "Debug", "--no-build", "--nologo", "-o", folder.Path])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var pack = Process.Start(start)!;
        var output = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(pack.ExitCode == 0, output);

        await using var package = await ZipFile.OpenReadAsync(Assert.Single(Directory.EnumerateFiles(folder.Path, "*.nupkg")), TestContext.Current.CancellationToken);

        var names = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Empty(new[] { "README.md", "lib/net10.0/Catalog.Client.dll", "lib/net10.0/Catalog.Client.xml" }.Except(names));
        using var text = new StreamReader(package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        Assert.DoesNotContain(XDocument.Parse(await text.ReadToEndAsync(TestContext.Current.CancellationToken)).Descendants(), element => element.Name.LocalName == "dependency");
        Assert.All(typeof(CatalogClient).Assembly.GetReferencedAssemblies(), used => Assert.StartsWith("System.", used.Name, StringComparison.Ordinal));
    }

    [GeneratedRegex("^\\| `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex FirstCell();
}

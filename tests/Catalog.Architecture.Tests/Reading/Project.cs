using System.Reflection;
using System.Xml.Linq;

namespace Catalog.Architecture.Tests.Reading;

/// <summary>One project below <c>src/</c> and what it refers to.</summary>
internal sealed record Project(string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, IReadOnlyList<string> Frameworks)
{
    /// <summary>All projects below <c>src/</c>, ordered by name.</summary>
    public static IReadOnlyList<Project> Product { get; } =
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Load).OrderBy(project => project.Name, StringComparer.Ordinal),
    ];

    /// <summary>The client of .NET, which stands outside: people install it without the product.</summary>
    public static Project Client { get; } = Load(System.IO.Path.Combine(Repository.Root, "sdk", "dotnet", "Catalog.Client", "Catalog.Client.csproj"));

    /// <summary>The assembly that the project builds.</summary>
    public Assembly Assembly => Assembly.Load(Name == "Catalog.Cli" ? "catalog" : Name);

    private static Project Load(string path)
    {
        var document = XDocument.Load(path);
        return new Project(
            System.IO.Path.GetFileNameWithoutExtension(path),
            [.. Includes(document, "ProjectReference").Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            [.. Includes(document, "PackageReference")],
            [.. Includes(document, "FrameworkReference")]);
    }

    private static IEnumerable<string> Includes(XDocument document, string item) =>
        document.Descendants(item).Select(element => element.Attribute("Include")?.Value).OfType<string>();
}

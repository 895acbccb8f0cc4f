using System.Text.RegularExpressions;
using Catalog.Architecture.Tests.Reading;

namespace Catalog.Architecture.Tests;

public sealed partial class DependencyTests
{
    private static readonly string[] Everything =
        ["Catalog.Core", "Catalog.Definitions", "Catalog.Feast", "Catalog.Flight", "Catalog.Grpc", "Catalog.Persistence", "FeatureStore", "FeatureStore.DuckDb", "FeatureStore.Redis", "FeatureStore.S3", "Ingestion", "Ingestion.Kafka", "Ingestion.Postgres", "Lineage"];

    /// <summary>Who may refer to whom. A project that is not listed here has no place in the architecture yet.</summary>
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Catalog.Core"] = [],
        ["Lineage"] = ["Catalog.Core"],
        ["FeatureStore"] = ["Catalog.Core"],
        ["Ingestion"] = ["Catalog.Core", "Lineage", "FeatureStore"],
        ["Catalog.Definitions"] = ["Catalog.Core", "FeatureStore", "Ingestion"],
        ["FeatureStore.DuckDb"] = ["Catalog.Core", "FeatureStore"],
        ["FeatureStore.Redis"] = ["Catalog.Core", "FeatureStore"],
        ["FeatureStore.S3"] = ["Catalog.Core", "FeatureStore"],
        ["Ingestion.Kafka"] = ["Catalog.Core", "Ingestion", "librdkafka.redist"], // The last one stands in for a package.
        ["Ingestion.Postgres"] = ["Catalog.Core", "Ingestion"],
        ["Catalog.Grpc"] = ["Catalog.Core"],
        ["Catalog.Flight"] = ["Catalog.Core", "Catalog.Grpc", "FeatureStore"],
        ["Catalog.Feast"] = ["Catalog.Core", "Catalog.Definitions", "Catalog.Flight", "Catalog.Grpc", "FeatureStore", "Ingestion"],
        ["Catalog.Persistence"] = ["Catalog.Core", "Catalog.Definitions", "FeatureStore", "Ingestion", "Lineage"],
        ["Catalog.Web"] = Everything,
        ["Catalog.Cli"] = ["Catalog.Web"],
    };

    /// <summary>Packages beyond Microsoft.Extensions.* that a project is there to hide from the others.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Catalog.Definitions"] = ["YamlDotNet"],
        ["Catalog.Persistence"] = ["Microsoft.EntityFrameworkCore", "Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw"],
        ["FeatureStore.Redis"] = ["StackExchange.Redis"],
        ["FeatureStore.S3"] = ["AWSSDK"],
        ["Ingestion.Kafka"] = ["Apache.Avro", "Avro", "Newtonsoft.Json", "Confluent.Kafka", "protobuf-net.Reflection"], // The second is the assembly of the first, the third is what it throws.
        ["Ingestion.Postgres"] = ["Npgsql"],
        ["Catalog.Grpc"] = ["Google.Protobuf", "Grpc.Tools", "Microsoft.AspNetCore"], // The second only makes code of .proto files, the third has Kestrel.
        ["Catalog.Flight"] = ["Google.Protobuf", "Grpc.Tools"],
        ["Catalog.Feast"] = ["Google.Protobuf", "Grpc.Tools"],
        ["Catalog.Web"] = ["Radzen.Blazor", "Microsoft.AspNetCore.OpenApi"],
        ["Catalog.Cli"] = ["System.CommandLine", "Spectre.Console"],
    };

    [Fact]
    public void Projects_ReferToEachOther_OnlyInTheOneDirection() =>
        Violations.None("A project refers to one that it must not see (docs/architecture.md):",
            from project in Project.Product
            from used in project.Projects
            where !AllowedProjects.TryGetValue(project.Name, out var allowed) || !allowed.Contains(used)
            select $"{project.Name} -> {used}");

    [Fact]
    public void Projects_AllHaveAPlace() =>
        Violations.None("A project is not in the table of allowed references:",
            Project.Product.Select(project => project.Name).Where(name => !AllowedProjects.ContainsKey(name)));

    [Fact]
    public void Modules_TakePackages_OnlyFromMicrosoftExtensions() =>
        Violations.None("A project takes a package that belongs elsewhere:",
            from project in Project.Product
            from package in project.Packages
            where !IsAllowedPackage(project.Name, package)
            select $"{project.Name} takes {package}");

    [Fact]
    public void Core_TakesNoPackageAtAll() =>
        Assert.Empty(Project.Product.Single(project => project.Name == "Catalog.Core").Packages);

    [Fact]
    public void Client_TakesNothing_ButDotNet() =>
        Assert.Empty(Project.Client.Projects.Concat(Project.Client.Packages).Concat(Project.Client.Frameworks));

    [Fact]
    public void OnlyWebAndGrpc_KnowAspNetCore() =>
        Violations.None("Only Catalog.Web and Catalog.Grpc may use a shared framework beyond .NET itself:",
            Project.Product.Where(project => project.Frameworks.Count > 0 && project.Name is not ("Catalog.Web" or "Catalog.Grpc")).Select(project => project.Name));

    [Fact]
    public void Assemblies_ReferTo_OnlyWhatTheirProjectDeclares() =>
        Violations.None("An assembly uses one that its project must not see:",
            from project in Project.Product
            where project.Name is not ("Catalog.Web" or "Catalog.Cli")
            from used in project.Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            where !IsPlatform(used) && !AllowedProjects[project.Name].Contains(used) && !IsAllowedPackage(project.Name, used)
            select $"{project.Name} uses {used}");

    [Fact]
    public void Web_NamesAdapters_OnlyInComposition() =>
        Violations.None("Only Catalog.Web/Composition may name an adapter:",
            from path in Repository.Files
            where path.StartsWith("src/Catalog.Web/", StringComparison.Ordinal) && !path.StartsWith("src/Catalog.Web/Composition/", StringComparison.Ordinal)
            where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
            from line in Repository.ReadLines(path).Index()
            where AdapterName().IsMatch(line.Item)
            select $"{path}:{line.Index + 1} {line.Item.Trim()}");

    private static bool IsPlatform(string assembly) =>
        assembly is "netstandard" or "mscorlib" or "Microsoft.CSharp" or "Microsoft.Win32.Primitives" || assembly.StartsWith("System.", StringComparison.Ordinal);

    private static bool IsAllowedPackage(string project, string package) =>
        package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || (AllowedPackages.TryGetValue(project, out var allowed)
            && allowed.Any(prefix => package == prefix || package.StartsWith(prefix + ".", StringComparison.Ordinal)));

    [GeneratedRegex(@"\b(Catalog\.Persistence|FeatureStore\.DuckDb|FeatureStore\.Redis|FeatureStore\.S3|FeatureStore\.Embedded|Ingestion\.Embedded|Ingestion\.Kafka)\b")]
    private static partial Regex AdapterName();
}

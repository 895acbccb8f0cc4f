using System.Text.RegularExpressions;
using Catalog.Architecture.Tests.Reading;
using YamlDotNet.Serialization;

namespace Catalog.Architecture.Tests;

/// <summary>The files that start the product in containers, as <c>docker-compose config</c> reads them.</summary>
public sealed partial class ComposeTests
{
    private const string Whole = "docker-compose.yml";
    private const string Bucket = "docker-compose.yml deploy/s3.yml";
    private const string Embedded = "deploy/embedded.yml";

    [Theory]
    [InlineData(Whole)]
    [InlineData(Bucket)]
    [InlineData(Embedded)]
    public void Settings_AreDocumented(string files)
    {
        var documented = MarkdownTable.Keys("docs/configuration.md").Select(key => key.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Violations.None($"docs/configuration.md does not know a setting of {files}:",
            from service in Services(files)
            from variable in Mapping(service.Value, "environment").Keys
            let setting = ListIndex().Replace(variable.Replace("__", ":", StringComparison.Ordinal), "")
            where setting.Contains(':', StringComparison.Ordinal) && !documented.Contains(setting)
            select $"{service.Key}: {setting}");
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData(Bucket)]
    public void Servers_HaveHealthChecksAndVolumes(string files)
    {
        // What runs once and ends has neither.
        var servers = Services(files).Where(service => service.Value.ContainsKey("restart")).ToArray();

        Violations.None($"A service of {files} has no health check:", servers.Where(service => !service.Value.ContainsKey("healthcheck")).Select(service => service.Key));
        Violations.None($"A service of {files} keeps nothing:", servers.Where(service => !service.Value.ContainsKey("volumes")).Select(service => service.Key));
    }

    [Fact]
    public void Roles_AreTakenBySeveralProcesses()
    {
        var services = Services(Whole);

        Assert.Superset(new HashSet<string> { "catalog", "worker", "postgres", "redis", "kafka", "prometheus", "grafana" }, services.Keys.ToHashSet());
        Assert.Equal(["serve", "schedule"], Roles(services["catalog"]));
        Assert.Equal(["work"], Roles(services["worker"]));
        Assert.Equal("2", Mapping(services["worker"], "deploy")["replicas"]);
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData(Bucket)]
    [InlineData(Embedded)]
    public void MountedFiles_AreInTheRepository(string files) =>
        Violations.None($"{files} mounts what is not there:",
            from service in Services(files)
            from volume in service.Value.TryGetValue("volumes", out var volumes) ? (List<object>)volumes : []
            let source = ((string)volume).Split(':')[0]
            where source.StartsWith('/') && !Path.Exists(source)
            select $"{service.Key}: {source}");

    private static IEnumerable<string> Roles(Dictionary<string, object> service) =>
        Mapping(service, "environment").Where(variable => variable.Key.StartsWith("Catalog__Roles__", StringComparison.Ordinal)).OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => variable.Value);

    private static Dictionary<string, string> Mapping(Dictionary<string, object> service, string name) =>
        service.TryGetValue(name, out var value) ? ((Dictionary<object, object>)value).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value) : [];

    private static Dictionary<string, Dictionary<string, object>> Services(string files) =>
        new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<ComposeFile>(Config(files)).Services;

    private static string Config(string files)
    {
        try
        {
            return Repository.Run("docker-compose", files.Split(' ').SelectMany(static file => new[] { "-f", file }).Append("config"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("docker-compose is not installed.");
            throw;
        }
    }

    [GeneratedRegex(@":\d+$")]
    private static partial Regex ListIndex();

    private sealed class ComposeFile
    {
        [YamlMember(Alias = "services")]
        public Dictionary<string, Dictionary<string, object>> Services { get; set; } = [];
    }
}

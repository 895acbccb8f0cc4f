using System.Reflection;
using Catalog.Web.Composition;
using Catalog.Web.Composition.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Tests.Composition;

public sealed class CatalogSettingsTests
{
    [Fact]
    public void Sections_AreAllThatTheProductHas()
    {
        var options = from assembly in CatalogSettings.Sections.Select(static section => section.Options.Assembly).Append(typeof(CatalogOptions).Assembly).Distinct()
                      from type in assembly.GetTypes()
                      where type.Name.EndsWith("Options", StringComparison.Ordinal)
                      let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
                      where section is not null
                      select (section, type);

        Assert.Equal(options.OrderBy(static pair => pair.section, StringComparer.Ordinal), CatalogSettings.Sections.OrderBy(static pair => pair.Section, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Catalog:Role:0", "work", "Catalog:Role is no setting. Did you mean 'Catalog:Roles'? docs/configuration.md lists all of them.")]
    [InlineData("Catalog:LoadSample", "true", "Catalog:LoadSample is no setting. Did you mean 'Catalog:LoadSamples'? docs/configuration.md lists all of them.")]
    [InlineData("FeatureStore:Redis:ConnectionString", "h:1", "FeatureStore:Redis is no setting. Did you mean 'FeatureStore:OnlineStore:Redis'? docs/configuration.md lists all of them.")]
    [InlineData("Ingestion:Kafka:Connections:shop:Servers", "h:1", "Ingestion:Kafka:Connections:shop:Servers is no setting. docs/configuration.md lists all of them.")]
    [InlineData("Ingeston:Partitions", "8", "Ingeston is no section. Did you mean 'Ingestion'?")]
    [InlineData("Catalog:Roles", "work", "Catalog:Roles is 'work', but it is a list; write Catalog:Roles:0, Catalog:Roles:1 and so on.")]
    [InlineData("Catalog:Roles:first", "work", "Catalog:Roles:first is no setting. docs/configuration.md lists all of them.")]
    [InlineData("Lineage", "strict", "Lineage has a value, but it is a section; what it holds is listed in docs/configuration.md.")]
    [InlineData("Lineage:Strict:Very", "true", "Lineage:Strict:Very is no setting: Lineage:Strict is a single value.")]
    [InlineData("Ingestion:Partitions", "many", "Ingestion:Partitions is 'many'; it must be a whole number.")]
    [InlineData("Ingestion:Partitions", "", "Ingestion:Partitions is ''; it must be a whole number.")]
    [InlineData("Catalog:LoadSamples", "maybe", "Catalog:LoadSamples is 'maybe'; it must be true or false.")]
    [InlineData("FeatureStore:LookupLog:SampleRate", "half", "FeatureStore:LookupLog:SampleRate is 'half'; it must be a number such as 0.5.")]
    [InlineData("Ingestion:RetryAfter", "soon", "Ingestion:RetryAfter is 'soon'; it must be a time such as 00:00:30, or 7.00:00:00 for seven days.")]
    [InlineData("FeatureStore:OnlineStore:Kind", "Memcached", "FeatureStore:OnlineStore:Kind is 'Memcached'; it must be Embedded, Redis or FeastRedis.")]
    [InlineData("Ingestion:Kafka:Connections:shop:Timeout", "x", "Ingestion:Kafka:Connections:shop:Timeout is 'x'; it must be a time such as 00:00:30, or 7.00:00:00 for seven days.")]
    [InlineData("FeatureStore:Serving:MaxValues", "99999999999", "FeatureStore:Serving:MaxValues is '99999999999'; it must be at most 2147483647.")]
    [InlineData("urls", "http://127.0.0.1:abc", "The address to listen at is 'http://127.0.0.1:abc'; write one such as http://localhost:8080 in --urls or ASPNETCORE_URLS, several divided by ';'.")]
    [InlineData("urls", "http://[::1", "The address to listen at is 'http://[::1'; write one such as http://localhost:8080 in --urls or ASPNETCORE_URLS, several divided by ';'.")]
    [InlineData("urls", "http://localhost:99999", "The address to listen at is 'http://localhost:99999'; write one such as http://localhost:8080 in --urls or ASPNETCORE_URLS, several divided by ';'.")]
    [InlineData("http_ports", "8080;99999", "The port to listen at is '99999' in ASPNETCORE_HTTP_PORTS; it must be a whole number from 1 to 65535.")]
    [InlineData("urls", "nonsense", "The address to listen at is 'nonsense'; write one such as http://localhost:8080 in --urls or ASPNETCORE_URLS, several divided by ';'.")]
    public void Read_WhatNobodyReads_IsAFaultThatSaysWhatWouldBeRight(string key, string value, string fault)
        => Assert.Equal(fault, Assert.Single(CatalogSettings.Read(Configured((key, value))).Faults));

    [Theory]
    [InlineData("catalog:roles:0", "work")]
    [InlineData("Ingestion:Kafka:Connections:shop:Client:sasl.mechanism", "PLAIN")]
    [InlineData("Ingestion:Kafka:Connections:shop:SchemaRegistry:Url", "http://h:1")]
    [InlineData("Ingestion:Postgres:Connections:shop:ConnectionString", "Host=h")]
    [InlineData("FeatureStore:OnlineStore:Redis:ConnectionString", "h:1")]
    [InlineData("Catalog:Persistence:Kind", "postgres")]
    [InlineData("Logging:LogLevel:Default", "Debug")]
    [InlineData("CATALOG_TEST_POSTGRES", "Host=h")]
    [InlineData("urls", "http://+:8080;https://localhost:8443")]
    [InlineData("urls", "http://*:8080;http://[::]:8080;http://127.0.0.1:0;http://unix:/tmp/catalog.sock")]
    [InlineData("http_ports", "8080;8081")]
    public void Read_WhatSomebodyReads_IsNoFault(string key, string value) => Assert.Empty(CatalogSettings.Read(Configured((key, value))).Faults);

    [Fact]
    public void Check_FaultsOfAllKindsAndSections_AreReportedTogether()
    {
        var read = CatalogSettings.Read(Configured(("Catalog:Role:0", "work"), ("Ingestion:Partitions", "many"), ("Catalog:Roles:0", "dance"), ("Lineage:MaxBodyBytes", "1")));
        using var services = Validated(read.Usable);

        var lines = Assert.Throws<CatalogStartException>(() => CatalogSettings.Check(services, read)).Message.Split(Environment.NewLine);

        Assert.Equal(
            [
                "4 settings are wrong.",
                "- Catalog:Role is no setting. Did you mean 'Catalog:Roles'? docs/configuration.md lists all of them.",
                "- Ingestion:Partitions is 'many'; it must be a whole number.",
                "- Catalog:Roles has 'dance'; legal are serve, work, schedule. Leave it out to run all of them.",
                "- Lineage:MaxBodyBytes is '1'; it must lie between 1024 and 268435456.",
            ],
            lines);
    }

    [Theory]
    [InlineData("Lineage:MaxBodyBytes:a", "1", "Lineage:MaxBodyBytes:a is no setting: Lineage:MaxBodyBytes is a single value.")]
    [InlineData("Catalog:Roles:0:x", "work", "Catalog:Roles:0:x is no setting: Catalog:Roles:0 is a single value.")]
    public void Check_FaultThatLeavesOthersUnset_IsTheOnlyOne(string key, string value, string fault)
    {
        var read = CatalogSettings.Read(Configured((key, value)));
        using var services = Validated(read.Usable);

        Assert.Equal(fault, Assert.Throws<CatalogStartException>(() => CatalogSettings.Check(services, read)).Message);
    }

    [Fact]
    public void IsOwn_FaultBesideAnEngineThatIsNotKnown_IsNot()
    {
        var read = CatalogSettings.Read(Configured(("Catalog:Persistence:Kind", "MySql"), ("Catalog:Persistence:ConnectionString", "host=h")));

        Assert.Equal("Catalog:Persistence:Kind is 'MySql'; it must be Sqlite or Postgres.", Assert.Single(read.Faults));
        Assert.False(read.IsOwn("Catalog:Persistence:ConnectionString cannot be read: keyword 'host' is not supported."));
        Assert.True(read.IsOwn("Catalog:Roles has 'dance'."));
    }

    [Fact]
    public void Check_WorkLeftToOthersBesideEmbeddedEngines_NamesTheEnginesToChoose()
    {
        var read = CatalogSettings.Read(Configured(("Catalog:Roles:0", "serve"), ("Catalog:Persistence:Kind", "Postgres")));
        using var services = Validated(read.Usable);

        var error = Assert.Throws<CatalogStartException>(() => CatalogSettings.Check(services, read));

        Assert.Contains("Set FeatureStore:OnlineStore:Kind=Redis, Ingestion:EventLog:Kind=Kafka, or add 'work'.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ingestion:SpoolDirectory")]
    [InlineData("FeatureStore:DuckDb:RootDirectory")]
    [InlineData("FeatureStore:DuckDb:SpillDirectory")]
    public void Read_FolderThatIsAFileOrCannotBeMade_IsAFaultWithItsKeyAndValue(string key)
    {
        var folder = Directory.CreateTempSubdirectory("settings-");
        var file = Path.Combine(folder.FullName, "taken");
        File.WriteAllText(file, string.Empty);
        var below = Path.Combine(file, "below");
        var made = Path.Combine(folder.FullName, "made");

        Assert.Equal($"{key} is '{file}', which is a file. Name a folder that this user may write to, or one to be made.", Assert.Single(CatalogSettings.Read(Configured((key, file))).Faults));
        Assert.StartsWith($"{key} is '{below}'; it cannot be made: ", Assert.Single(CatalogSettings.Read(Configured((key, below))).Faults), StringComparison.Ordinal);
        Assert.Empty(CatalogSettings.Read(Configured((key, made))).Faults);
        Assert.Empty(Directory.GetFiles(made));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Read_OfflineFolderWhileTheFilesAreInABucket_IsNotLookedAt()
        => Assert.Empty(CatalogSettings.Read(Configured(("FeatureStore:DuckDb:RootDirectory", "/proc/none"), ("FeatureStore:Offline:Kind", "S3"))).Faults);

    [Fact]
    public void Check_SamplesThatAreNotThere_AreAFaultUnlessTheyAreNotWanted()
    {
        const string key = "Catalog:SamplesDirectory";
        var read = CatalogSettings.Read(Configured((key, "/no/samples")));
        using var services = Validated(read.Usable);

        Assert.StartsWith($"{key} is '/no/samples', and there is no such folder;", Assert.Throws<CatalogStartException>(() => CatalogSettings.Check(services, read)).Message, StringComparison.Ordinal);

        var unwanted = CatalogSettings.Read(Configured((key, "/no/samples"), ("Catalog:LoadSamples", "false")));
        using var without = Validated(unwanted.Usable);
        CatalogSettings.Check(without, unwanted);
    }

    [Fact]
    public void Check_NothingWrong_DoesNotThrow()
    {
        var read = CatalogSettings.Read(Configured(("Catalog:Roles:0", "serve"), ("Catalog:Roles:1", "work")));
        using var services = Validated(read.Usable);

        CatalogSettings.Check(services, read);
    }

    private static IConfiguration Configured(params (string Key, string? Value)[] settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();

    private static ServiceProvider Validated(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddOptions<CatalogOptions>().Bind(configuration.GetSection(CatalogOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CatalogOptions>>(new CatalogOptionsValidator(configuration));
        Lineage.LineageServiceCollectionExtensions.AddLineage(services, configuration);
        return services.BuildServiceProvider();
    }
}

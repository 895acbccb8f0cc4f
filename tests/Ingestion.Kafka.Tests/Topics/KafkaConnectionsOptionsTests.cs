using Ingestion.Kafka.Topics;
using Ingestion.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka.Tests.Topics;

public sealed class KafkaConnectionsOptionsTests
{
    [Fact]
    public void Bind_IllegalSettings_AllAreReportedTogetherWithoutTheirValues()
    {
        Assert.SkipUnless(System.Runtime.InteropServices.NativeLibrary.TryLoad("librdkafka.so.1", out _), "There is no librdkafka for the client of Kafka. Install the package librdkafka1.");
        using var services = Services(
            ("Ingestion:Kafka:Connections:Shop A:BootstrapServers", "h:1"),
            ("Ingestion:Kafka:Connections:bare:Timeout", "00:00:00.1"),
            ("Ingestion:Kafka:Connections:shop:BootstrapServers", "h:1"),
            ("Ingestion:Kafka:Connections:shop:Client:sasl.pasword", "secret"),
            ("Ingestion:Kafka:Connections:shop:Client:isolation.level", "read_uncommitted"));

        var failures = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<KafkaConnectionsOptions>>().Value).Failures.ToList();

        Assert.Equal(
            [
                "Ingestion:Kafka:Connections:Shop A names a connection \"Shop A\"; use 1 to 100 of the characters a-z, 0-9, '-' and '_'.",
                "Ingestion:Kafka:Connections:bare:BootstrapServers is not set. Write 'host:port', several divided by commas.",
                "Ingestion:Kafka:Connections:bare:Timeout is \"00:00:00.1000000\"; it must be from 00:00:01 to 00:05:00.",
                "Ingestion:Kafka:Connections:shop:Client:isolation.level cannot be set: the guarantees of reading topics rest on it. Remove it.",
                "Ingestion:Kafka:Connections:shop:Client:sasl.pasword is refused by the client: there is no setting of that name.",
            ],
            failures.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Url", "registry:8081", ":Url is not an address of the web. Write one such as 'http://registry:8081'.")]
    [InlineData("Url", "http://ann:s3cret@registry:8081", ":Url holds a user. Use UserName and Password beside it.")]
    [InlineData("Url", "http://registry:8081/?key=s3cret", ":Url has a '?' or '#'. Write only where the registry is, such as 'http://registry:8081'.")]
    [InlineData("UserName", "ann", ":Url is not set although a user or a password is. Write where the registry is, such as 'http://registry:8081'.")]
    [InlineData("Password", "s3cret", ":Url is not set although a user or a password is. Write where the registry is, such as 'http://registry:8081'.")]
    [InlineData("Timeout", "00:06:00", ":Timeout is \"00:06:00\"; it must be from 00:00:01 to 00:05:00.")]
    public void Bind_IllegalRegistry_IsReportedWithoutSecrets(string setting, string value, string problem)
    {
        using var services = Services(("Ingestion:Kafka:Connections:shop:BootstrapServers", "h:1"), ($"Ingestion:Kafka:Connections:shop:SchemaRegistry:{setting}", value));

        var failures = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<KafkaConnectionsOptions>>().Value).Failures;

        Assert.Equal("Ingestion:Kafka:Connections:shop:SchemaRegistry" + problem, failures.First());
        Assert.DoesNotContain("s3cret", string.Concat(failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UserName", "ann", "Password is not set although a user is. Set both or none.")]
    [InlineData("Password", "s3cret", "UserName is not set although a password is. Set both or none.")]
    public void Bind_RegistryWithHalfOfWhatLogsIn_IsReported(string setting, string value, string problem)
    {
        using var services = Services(
            ("Ingestion:Kafka:Connections:shop:BootstrapServers", "h:1"),
            ("Ingestion:Kafka:Connections:shop:SchemaRegistry:Url", "http://registry:8081"),
            ($"Ingestion:Kafka:Connections:shop:SchemaRegistry:{setting}", value));

        var failures = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<KafkaConnectionsOptions>>().Value).Failures;

        Assert.Equal("Ingestion:Kafka:Connections:shop:SchemaRegistry:" + problem, Assert.Single(failures));
    }

    [Fact]
    public void HasSchemaRegistry_OnlyConnectionsWithAnAddress_HaveOne()
    {
        using var services = Services(
            ("Ingestion:Kafka:Connections:bare:BootstrapServers", "h:1"),
            ("Ingestion:Kafka:Connections:shop:BootstrapServers", "h:1"),
            ("Ingestion:Kafka:Connections:shop:SchemaRegistry:Url", "https://registry:8081/base"));
        var topics = services.GetRequiredService<IExternalTopics>();

        Assert.Equal((false, true, false), (topics.HasSchemaRegistry("bare"), topics.HasSchemaRegistry("shop"), topics.HasSchemaRegistry("gone")));
    }

    [Fact]
    public void Bind_NothingDeclared_IsLegalAndHasNoConnection()
    {
        using var services = Services();

        Assert.Empty(services.GetRequiredService<IExternalTopics>().Connections);
    }

    [Theory]
    [InlineData("default", "catalog.orders", true)]
    [InlineData("same", "catalog.orders.dead-letter", true)]
    [InlineData("same", "catalog-marks", true)]
    [InlineData("same", "catalogue", false)]
    [InlineData("other", "catalog.orders", false)]
    public void IsOfEventLog_KnowsItsOwnTopicsOnItsOwnBrokers(string connection, string topic, bool expected)
    {
        using var services = Services(
            ("Ingestion:EventLog:Kind", "Kafka"),
            ("Ingestion:EventLog:Kafka:BootstrapServers", "h:1"),
            ("Ingestion:Kafka:Connections:same:BootstrapServers", "h:1"),
            ("Ingestion:Kafka:Connections:other:BootstrapServers", "h:2"));

        Assert.Equal(expected, services.GetRequiredService<IExternalTopics>().IsOfEventLog(connection, topic));
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value)).Build();
        return new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddKafkaEventLog(configuration).AddKafkaTopics(configuration).BuildServiceProvider();
    }
}

namespace Ingestion.Kafka.Tests;

public sealed class KafkaEventLogOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreLegal() => Assert.Empty(FailuresOf(static _ => { }));

    [Fact]
    public void Validate_SecuritySettings_AreLegal() => Assert.Empty(FailuresOf(static options =>
    {
        options.Client["security.protocol"] = "SASL_SSL";
        options.Client["sasl.mechanism"] = "PLAIN";
        options.Client["sasl.username"] = "me";
        options.Client["sasl.password"] = "secret";
        options.Client["compression.type"] = "zstd";
    }));

    [Fact]
    public void Validate_EveryIllegalSetting_IsReportedAtOnce()
    {
        var failures = FailuresOf(static options =>
        {
            options.BootstrapServers = " ";
            options.Project = "My Project";
            options.Timeout = TimeSpan.Zero;
            options.Retention = TimeSpan.FromSeconds(1);
            options.PushMarkRetention = TimeSpan.Zero;
            options.ReplicationFactor = -1;
            options.MaxEventBytes = 1;
            options.MaxBatchBytes = 1;
            options.MaxReadBytes = 1;
            options.TailBytes = 1;
            options.Readers = 0;
            options.Appenders = 0;
            options.IdleProducers = 0;
            options.MaxPushProducers = 0;
        });

        Assert.Equal(
            [
                "Appenders", "BootstrapServers", "IdleProducers", "MaxBatchBytes", "MaxEventBytes", "MaxPushProducers", "MaxReadBytes", "Project", "PushMarkRetention", "Readers",
                "ReplicationFactor", "Retention", "TailBytes", "Timeout",
            ],
            failures.Select(static failure => failure.Split(' ')[0].Split(':')[^1]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("isolation.level", "read_uncommitted", "cannot be set")]
    [InlineData("acks", "1", "cannot be set")]
    [InlineData("no.such.setting", "1", "no setting of that name")]
    [InlineData("security.protocol", "letters", "not legal")]
    public void Validate_ClientSettingThatDoesNotGo_SaysWhyAndHidesTheValue(string setting, string value, string reason)
    {
        var failure = Assert.Single(FailuresOf(options => options.Client[setting] = value));

        Assert.StartsWith($"Ingestion:EventLog:Kafka:Client:{setting} ", failure, StringComparison.Ordinal);
        Assert.Contains(reason, failure, StringComparison.Ordinal);
        Assert.DoesNotContain(value + "\"", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a host", "\"not a host\"")]
    [InlineData("broker:9092,,other:9092", "\"\"")]
    [InlineData("broker:port", "\"broker:port\"")]
    [InlineData("broker:70000", "\"broker:70000\"")]
    [InlineData("http://broker:9092/path", "\"http://broker:9092/path\"")]
    public void Validate_AddressesThatAreNone_AreNamed(string servers, string named)
    {
        var failure = Assert.Single(FailuresOf(options => options.BootstrapServers = servers));

        Assert.Equal($"Ingestion:EventLog:Kafka:BootstrapServers has {named}, which is no address of a broker. Write 'host:port', several divided by commas.", failure);
    }

    [Theory]
    [InlineData("broker")]
    [InlineData("broker:9092, other.example.org:9093")]
    [InlineData("SSL://broker:9092")]
    [InlineData("10.0.0.1:9092,[::1]:9092")]
    [InlineData("kafka_1:9092")]
    public void Validate_Addresses_AreLegal(string servers) => Assert.Empty(FailuresOf(options => options.BootstrapServers = servers));

    [Theory]
    [InlineData("SASL_PLAINTEXT", "sasl.mechanism", "FOO")]
    [InlineData("SSL", "ssl.ca.location", "/no/such/file.pem")]
    public void Validate_SettingsThatDoNotGoTogether_AreRefusedByTheClient(string protocol, string setting, string value)
    {
        var failure = Assert.Single(FailuresOf(options => (options.Client["security.protocol"], options.Client[setting]) = (protocol, value)));

        Assert.StartsWith("Ingestion:EventLog:Kafka:Client is refused by the client: ", failure, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> FailuresOf(Action<KafkaEventLogOptions> configure)
    {
        var options = new KafkaEventLogOptions { BootstrapServers = "localhost:9092" };
        configure(options);
        return [.. new KafkaEventLogOptionsValidator().Validate(name: null, options).Failures ?? []];
    }
}

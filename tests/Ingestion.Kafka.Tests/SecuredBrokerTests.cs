using System.Diagnostics;
using System.Text;
using Conformance;
using Ingestion.Kafka.Topics;
using Ingestion.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Servers;

namespace Ingestion.Kafka.Tests;

/// <summary>A broker that wants TLS and a password, as event log and as the place of a topic: with the right settings both work, with wrong ones each says so in time.</summary>
public sealed class SecuredBrokerTests : IAsyncLifetime
{
    private const string User = "alice";
    private const string Password = "s3cret";
    private const string Topic = "orders";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private KafkaServer? _server;

    /// <summary>For each mistake the setting that is wrong and what it is instead; null where it is left out.</summary>
    private static readonly (string Setting, string? Value)[] Mistakes =
    [
        ("ssl.ca.location", null), // The authorities of the machine do not know this one.
        ("sasl.password", "wrong"),
        ("sasl.username", "bob"),
        ("security.protocol", "ssl"),
        ("security.protocol", "plaintext"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KafkaServer Server => _server ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync() => _server = await TestServers.SecuredKafkaAsync(User, Password);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task LogAndTopic_RightSettings_Work()
    {
        await using var log = OpenLog(Settings());
        await log.EnsureTopicAsync(Topic, 1, Token);
        await log.AppendAsync(Topic, new AppendBatch([new NewLogEvent(default, "1"u8.ToArray())], "file", "1"u8.ToArray()), Token);
        Assert.Equal("1", TestKafkaLog.Text(Assert.Single(await log.ReadAsync(Topic, 0, 0, 10, Token)).Payload));

        using var topics = OpenTopics(Settings());
        using var reader = topics.Open("shop", new TopicPlace($"secured.{Topic}", 0), 0);
        var record = Assert.Single((await reader.ReadAsync(10, 1_000, TimeSpan.FromSeconds(30), Token)).Records, static record => record.Value is { Length: > 0 });
        Assert.Contains('1', Encoding.UTF8.GetString(record.Value!.Value.Span));
    }

    [Fact]
    public async Task LogAndTopic_OneSettingIsWrong_EachSaysSoInTimeAndNamesTheSettings()
    {
        // One broker for all: what is wrong with each is collected, so that one start tells of every mistake.
        var problems = new List<string>();
        foreach (var (setting, value) in Mistakes)
        {
            var settings = Settings();
            settings.Remove(setting);
            if (value is not null)
            {
                settings[setting] = value;
            }

            var watch = Stopwatch.StartNew();
            await using (var log = OpenLog(settings))
            {
                Check(await Record.ExceptionAsync(async () => await log.EnsureTopicAsync(Topic, 1, Token)), IngestionErrorCode.EventLogUnavailable, KafkaEventLogOptions.Section);
            }

            using (var topics = OpenTopics(settings))
            {
                Check(
                    await Record.ExceptionAsync(async () => await topics.CountPartitionsAsync("shop", Topic, Token)),
                    IngestionErrorCode.TopicUnavailable,
                    $"{KafkaConnectionsOptions.Section}:Connections:shop");
            }

            void Check(Exception? error, IngestionErrorCode code, string section)
            {
                var isRight = error is IngestionException known && known.ErrorCode == code && known.Message.Contains($"{section}:Client", StringComparison.Ordinal) && watch.Elapsed < 4 * Timeout;
                if (!isRight)
                {
                    problems.Add($"{setting}={value}: after {watch.Elapsed.TotalSeconds:0.0} s: {error}");
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["security.protocol"] = "sasl_ssl", ["ssl.ca.location"] = Server.CaFile, ["sasl.mechanism"] = "PLAIN", ["sasl.username"] = User, ["sasl.password"] = Password,
    };

    private KafkaEventLog OpenLog(Dictionary<string, string> settings) => TestKafkaLog.Open(Server.Address, "secured", options =>
    {
        options.Timeout = Timeout;
        foreach (var (name, value) in settings)
        {
            options.Client[name] = value;
        }
    });

    private ExternalTopics OpenTopics(Dictionary<string, string> settings)
    {
        var connection = new KafkaConnection { BootstrapServers = Server.Address, Timeout = Timeout };
        foreach (var (name, value) in settings)
        {
            connection.Client[name] = value;
        }

        var options = new KafkaConnectionsOptions();
        options.Connections.Add("shop", connection);
        return new ExternalTopics(Options.Create(options), log: null, NullLogger<ExternalTopics>.Instance);
    }
}

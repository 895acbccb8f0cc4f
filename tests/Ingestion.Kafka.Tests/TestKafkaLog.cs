using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka.Tests;

/// <summary>Opens logs over one broker.</summary>
internal static class TestKafkaLog
{
    internal static KafkaEventLog Open(string address, string project, Action<KafkaEventLogOptions>? configure = null)
    {
        var options = new KafkaEventLogOptions { BootstrapServers = address, Project = project, Instance = "one" };
        configure?.Invoke(options);
        return new KafkaEventLog(Options.Create(options), NullLogger<KafkaEventLog>.Instance);
    }

    internal static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } present ? Encoding.UTF8.GetString(present.Span) : null;

    /// <summary>A name for all topics and producers of one test.</summary>
    internal static string NewProject() => $"t{Guid.NewGuid():N}"[..16];
}

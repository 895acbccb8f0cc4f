using Conformance;
using System.Text;
using Ingestion.Embedded;
using Ingestion.Ports;
using Ingestion.Tests.Testing;
using Microsoft.Extensions.Options;

namespace Ingestion.Tests.Embedded;

/// <summary>An embedded log over a folder, with what its tests look at.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    public const string Topic = "orders";

    private TestLog(string directory, EmbeddedEventLog log, RecordingLogger<EmbeddedEventLog> logger)
    {
        Directory = directory;
        Log = log;
        Logger = logger;
    }

    public string Directory { get; }

    public EmbeddedEventLog Log { get; }

    public RecordingLogger<EmbeddedEventLog> Logger { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TestLog Open(string directory, Action<EmbeddedEventLogOptions>? configure = null, LogDisk? disk = null, TimeProvider? clock = null)
    {
        // Crashes are simulated by copying files, which does not depend on flushes; tests of flushing bring their own disk.
        var options = new EmbeddedEventLogOptions { Directory = directory, Fsync = false };
        configure?.Invoke(options);
        var logger = new RecordingLogger<EmbeddedEventLog>();
        var log = new EmbeddedEventLog(Options.Create(options), clock ?? TimeProvider.System, logger, disk ?? new LogDisk(options.Fsync));
        return new TestLog(directory, log, logger);
    }

    /// <summary>What a machine would find after a crash now: a copy of the files, without the lock.</summary>
    public static void CopyFiles(string from, string to)
    {
        foreach (var path in System.IO.Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path) != "LOCK")
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, path));
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(path, target, overwrite: true);
            }
        }
    }

    public static string SegmentPath(string directory, int number) => Path.Combine(directory, Topic, $"{number:D20}.seg");

    public static string NewestSegment(string directory) => System.IO.Directory.GetFiles(Path.Combine(directory, Topic), "*.seg").Order(StringComparer.Ordinal).Last();

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static AppendBatch Batch(params string[] payloads) => new([.. payloads.Select(static text => new NewLogEvent(Bytes(text), Bytes(text)))]);

    public async Task<TestLog> WithTopicAsync(int partitions = 1)
    {
        await Log.EnsureTopicAsync(Topic, partitions, Token);
        return this;
    }

    public ValueTask<IReadOnlyList<LogPosition>> AppendAsync(AppendBatch batch) => Log.AppendAsync(Topic, batch, Token);

    public async Task<string?> FindMarkAsync(string producer)
        => await Log.GetProducerMarkAsync(Topic, producer, Token) is { } mark ? Encoding.UTF8.GetString(mark.Span) : null;

    public async Task<List<string>> ReadAllAsync(int partition = 0, int chunk = 100)
    {
        var payloads = new List<string>();
        while (await Log.ReadAsync(Topic, partition, payloads.Count, chunk, Token) is { Count: > 0 } records)
        {
            Assert.Equal(payloads.Count, records[0].Offset);
            payloads.AddRange(records.Select(static record => Encoding.UTF8.GetString(record.Payload.Span)));
        }

        return payloads;
    }

    public ValueTask DisposeAsync() => Log.DisposeAsync();
}

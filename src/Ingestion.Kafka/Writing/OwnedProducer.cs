namespace Ingestion.Kafka.Writing;

/// <summary>A named producer as this process knows it. Its fields belong to whoever holds <see cref="Turn"/>.</summary>
internal sealed class OwnedProducer(TransactionalAppender appender) : IDisposable
{
    /// <summary>One append at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public TransactionalAppender Appender => appender;

    /// <summary>Whether <see cref="Mark"/> is what this process wrote or read last.</summary>
    public bool IsKnown { get; set; }

    /// <summary>The mark that must be the newest for the process to go on; null for none.</summary>
    public ReadOnlyMemory<byte>? Mark { get; set; }

    /// <summary>Whether the producer must ask for its mark before it appends again.</summary>
    public bool IsLost { get; set; }

    /// <summary>When it was last used, by <see cref="Environment.TickCount64"/>.</summary>
    public long LastUse { get; set; }

    public void Dispose()
    {
        appender.Dispose();
        Turn.Dispose();
    }
}

using Ingestion.Ports;

namespace Conformance.EventLog;

/// <summary>A log under test with its storage, which outlives the log.</summary>
public abstract class EventLogFixture : IAsyncDisposable
{
    /// <summary>The open log.</summary>
    public abstract IEventLog Log { get; }

    /// <summary>Bytes of the largest record that the suite appends.</summary>
    public virtual int HugeRecordBytes => 5 * 1024 * 1024;

    /// <summary>How far ahead the suite settles a moment that is still to come.</summary>
    public virtual TimeSpan FarthestMoment => TimeSpan.FromHours(1);

    /// <summary>Closes the log in good order and opens it over the same storage.</summary>
    public abstract Task ReopenAsync();

    public abstract ValueTask DisposeAsync();
}

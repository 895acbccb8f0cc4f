using Ingestion.Model;

namespace Ingestion.Tests.Testing;

/// <summary>What survives the processes of a test.</summary>
internal sealed class StoredState : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public string LogDirectory => _folder.File("log");

    public string SpoolDirectory => _folder.File("spool");

    public MemoryQuarantine Quarantine { get; } = new();

    public MemoryUniqueness Uniqueness { get; } = new();

    public MemoryJobs Jobs { get; } = new();

    public RecordingCheckResults Checks { get; } = new();

    public RecordingJournal Journal { get; } = new();

    /// <summary>Refused records as text, with their reasons.</summary>
    public IReadOnlyList<string> Refused => [.. Quarantine.All.Select(Show)];

    public void Dispose() => _folder.Dispose();

    private static string Show(QuarantinedEvent item)
        => $"{item.RecordNumber}|{item.LineNumber}|{item.ByteOffset}|{item.State}|{string.Join(',', item.Violations.Select(static violation => violation.Rule))}|{Convert.ToHexString(item.Raw.Span)}";
}

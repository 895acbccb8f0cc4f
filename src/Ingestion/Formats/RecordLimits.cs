namespace Ingestion.Formats;

/// <summary>How raw records are read.</summary>
internal sealed record RecordLimits
{
    /// <summary>The longest record that is read, in bytes. A longer one is damaged; its first bytes are kept and the file goes on at the next line.</summary>
    internal int MaxRecordBytes { get; init; } = 1024 * 1024;
}

using Ingestion.Feeds;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Captures;

/// <summary>How far a table has been captured into a source. Its position is the number of the next record.</summary>
public sealed record CaptureStatus : FeedStatus
{
    /// <summary>The table.</summary>
    public required SourceCapture Capture { get; init; }

    /// <summary>Where its rows and changes are, and what the server keeps for it; of the last look at it.</summary>
    public CaptureFigures Figures { get; init; } = new();
}

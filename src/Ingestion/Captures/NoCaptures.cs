using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Captures;

/// <summary>Where no table is captured. Thread-safe.</summary>
internal sealed class NoCaptures : ICaptureStatuses, IChangeCaptures
{
    public IReadOnlyList<CaptureStatus> Captures => [];

    public IReadOnlyList<LeftSlot> LeftSlots => [];

    public IReadOnlyList<string> Connections => [];

    public CaptureAddress AddressOf(string connection) => throw Unknown(connection);

    public Task<IChangeReader> OpenAsync(SourceCapture capture, CaptureBegin begin, CancellationToken cancellationToken) => throw Unknown(capture.Connection);

    public Task DropAsync(SourceCapture capture, CancellationToken cancellationToken) => throw Unknown(capture.Connection);

    public Task<IReadOnlyList<CaptureSlot>> ListSlotsAsync(string connection, CancellationToken cancellationToken) => throw Unknown(connection);

    private static IngestionException Unknown(string connection) => new(
        IngestionErrorCode.InvalidRequest, $"There is no connection '{connection}': this process has no client for databases whose tables are captured.");
}

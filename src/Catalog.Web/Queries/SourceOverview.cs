using Ingestion;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>A source with what is in it.</summary>
/// <param name="Source">The source.</param>
/// <param name="EventCount">Events in its log; null while the log is away or counts.</param>
/// <param name="OpenQuarantined">Refused events that wait for somebody.</param>
/// <param name="LastRun">Its newest job; null when there was none.</param>
/// <param name="Stream">How far its making is; null for a source that is not made of another.</param>
/// <param name="Topic">How far its topic has been read; null for a source without one.</param>
/// <param name="Capture">How far its table has been captured; null for a source without one.</param>
internal sealed record SourceOverview(Source Source, long? EventCount, long OpenQuarantined, IngestionStatus? LastRun, StreamState? Stream, TopicState? Topic, CaptureState? Capture);

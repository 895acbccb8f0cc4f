using Catalog.Core.Errors;
using Ingestion.Batches;
using Ingestion.Files;
using Ingestion.Ports;
using Ingestion.Pushes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Feeds;

/// <summary>What all readers of feeds work with. Thread-safe.</summary>
internal sealed class FeedPumpServices(
    BatchWriter writer,
    ISourceRegistry sources,
    IRecordReaderFactory readers,
    PushPressure pressure,
    IOptions<IngestionOptions> options,
    TimeProvider clock,
    ILogger<FeedPump> logger)
{
    internal BatchWriter Writer => writer;

    internal ISourceRegistry Sources => sources;

    internal IRecordReaderFactory Readers => readers;

    internal PushPressure Pressure => pressure;

    internal IngestionOptions Options => options.Value;

    internal TimeProvider Clock => clock;

    internal ILogger Logger => logger;

    internal RepeatedFailures Failures { get; } = new(clock);
}

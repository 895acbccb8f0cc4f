using Ingestion.Files;
using Ingestion.Ports;
using Ingestion.Pushes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Topics;

/// <summary>What all readers of topics work with. Thread-safe.</summary>
internal sealed class TopicPumpServices(
    TopicLedger ledger,
    IExternalTopics topics,
    ISourceRegistry sources,
    IRecordReaderFactory readers,
    PushPressure pressure,
    IOptions<IngestionOptions> options,
    TimeProvider clock,
    ILogger<TopicPump> logger)
{
    internal TopicLedger Ledger => ledger;

    internal IExternalTopics Topics => topics;

    internal ISourceRegistry Sources => sources;

    internal IRecordReaderFactory Readers => readers;

    internal PushPressure Pressure => pressure;

    internal IngestionOptions Options => options.Value;

    internal TimeProvider Clock => clock;

    internal ILogger Logger => logger;
}

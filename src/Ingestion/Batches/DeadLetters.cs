using System.Globalization;
using System.Text;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Batches;

/// <summary>Makes records of topics of refused records: value and key as they came, and headers that say what the quarantine says. Pure.</summary>
internal static class DeadLetters
{
    // A record has many columns at times, and brokers take headers of a bounded size.
    private const int MostReasons = 50;

    /// <param name="item">The refused event.</param>
    /// <param name="received">The record of a topic as it came; null for files and pushes.</param>
    internal static DeadLetter Of(QuarantinedEvent item, FeedRecord? received)
    {
        var headers = new List<FeedHeader>(received?.Headers ?? []);
        Add(headers, "catalog.source", item.Origin.Source);
        foreach (var violation in item.Violations.Take(MostReasons))
        {
            Add(headers, "catalog.rule", violation.Rule);
            Add(headers, "catalog.reason", violation.Message);
        }

        AddOrigin(headers, item);
        Add(headers, "catalog.contract", item.Contract);
        Add(headers, "catalog.contract-version", item.ContractVersion);
        Add(headers, "catalog.arrival-time", item.ArrivalTime.ToString());
        Add(headers, "catalog.run-id", item.RunId.ToString());
        return new DeadLetter(received?.Key, received is null ? item.Raw : received.Value, headers);
    }

    private static void AddOrigin(List<FeedHeader> headers, QuarantinedEvent item)
    {
        var number = item.RecordNumber.ToString(CultureInfo.InvariantCulture);
        if (item.Origin is { Topic: { } topic, Partition: { } partition })
        {
            Add(headers, "catalog.connection", topic.Connection);
            Add(headers, "catalog.topic", topic.Name);
            Add(headers, "catalog.partition", partition.ToString(CultureInfo.InvariantCulture));
            Add(headers, "catalog.offset", number);
            return;
        }

        if (item.Origin.Capture is { } capture)
        {
            Add(headers, "catalog.connection", capture.Connection);
            Add(headers, "catalog.table", capture.Table);
            Add(headers, "catalog.record", number);
            return;
        }

        Add(headers, item.Origin.Kind == OriginKind.Push ? "catalog.push" : "catalog.file", item.Origin.Name);
        Add(headers, "catalog.record", number);
        Add(headers, "catalog.line", item.LineNumber.ToString(CultureInfo.InvariantCulture));
    }

    private static void Add(List<FeedHeader> headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(new FeedHeader(name, Encoding.UTF8.GetBytes(value)));
        }
    }
}

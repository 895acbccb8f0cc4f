using System.Text.Json;
using Catalog.Core.Errors;
using Lineage.Diagnostics;
using Lineage.Model;
using Lineage.Parsing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lineage.Ingest;

/// <summary>Takes OpenLineage events from any door. Thread-safe.</summary>
public sealed class LineageIngestService
{
    private readonly EventAppender _appender;
    private readonly ParseMode _mode;
    private readonly ILogger _logger;

    internal LineageIngestService(EventAppender appender, IOptions<LineageOptions> options, ILogger<LineageIngestService> logger)
    {
        _appender = appender;
        _mode = options.Value.Strict ? ParseMode.Strict : ParseMode.Tolerant;
        _logger = logger;
    }

    /// <summary>Takes one event.</summary>
    /// <param name="json">UTF-8 JSON, not compressed.</param>
    /// <param name="cancellationToken">Cancels before the event is kept.</param>
    /// <exception cref="CatalogException">The store failed; the event is not kept.</exception>
    public async Task<IngestResult> IngestAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var parsed = EventParser.Parse(json, _mode);
        var results = await AppendAsync([parsed], cancellationToken).ConfigureAwait(false);
        return results[0];
    }

    /// <summary>Takes an array of events: those that can be kept are kept together, in one transaction.</summary>
    /// <param name="json">UTF-8 JSON, not compressed.</param>
    /// <param name="cancellationToken">Cancels before anything is kept.</param>
    /// <returns>The results, or one finding when the body is no array.</returns>
    /// <exception cref="CatalogException">The store failed; nothing is kept.</exception>
    public async Task<(BatchResult? Result, Finding? Fault)> IngestBatchAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using var document = EventParser.TryReadJson(json, out var fault);
        if (document is null)
        {
            return (null, fault);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            var place = new SourceLocation(string.Empty, 0, 0, string.Empty);
            var message = $"The batch is a JSON {document.RootElement.ValueKind}.";
            return (null, new Finding(FindingSeverity.Error, FindingRules.Shape, message, place, "Send a JSON array of events."));
        }

        var parsed = document.RootElement.EnumerateArray().Select(element => EventParser.Parse(element, _mode)).ToList();
        return (new BatchResult(await AppendAsync(parsed, cancellationToken).ConfigureAwait(false)), null);
    }

    private async Task<List<IngestResult>> AppendAsync(List<EventParseResult> parsed, CancellationToken cancellationToken)
    {
        var events = parsed.Select(static result => result.Event).OfType<LineageEvent>().ToList();
        var added = events.Count == 0 ? [] : await _appender.AppendAsync(events, cancellationToken).ConfigureAwait(false);
        var next = 0;
        var results = new List<IngestResult>(parsed.Count);
        foreach (var result in parsed)
        {
            if (result.Event is not null && result.Findings.Count > 0)
            {
                var first = result.Findings[0];
                Log.EventWithWarnings(_logger, result.Findings.Count, first.Message, first.Location.Path);
            }

            results.Add(result.Event is null
                ? new IngestResult(false, false, result.Findings)
                : new IngestResult(true, !added[next++], result.Findings));
        }

        return results;
    }
}

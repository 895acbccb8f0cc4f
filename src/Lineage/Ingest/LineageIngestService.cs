using System.Text.Json;
using Catalog.Core.Errors;
using Catalog.Core.Values;
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
    private readonly TimeSpan _maxAhead;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    internal LineageIngestService(EventAppender appender, IOptions<LineageOptions> options, TimeProvider clock, ILogger<LineageIngestService> logger)
    {
        _appender = appender;
        _mode = options.Value.Strict ? ParseMode.Strict : ParseMode.Tolerant;
        _maxAhead = options.Value.MaxClockAhead;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Takes one event.</summary>
    /// <param name="json">UTF-8 JSON, not compressed.</param>
    /// <param name="cancellationToken">Cancels before the event is kept.</param>
    /// <exception cref="CatalogException">The store failed; the event is not kept.</exception>
    public async Task<IngestResult> IngestAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var parsed = Judge(EventParser.Parse(json, _mode));
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

        var parsed = document.RootElement.EnumerateArray().Select(element => Judge(EventParser.Parse(element, _mode))).ToList();
        return (new BatchResult(await AppendAsync(parsed, cancellationToken).ConfigureAwait(false)), null);
    }

    /// <summary>Refuses an event from a clock that is far ahead.</summary>
    private EventParseResult Judge(EventParseResult parsed)
    {
        var now = Instant.Now(_clock);
        if (parsed.Event is not { } found || found.EventTime - now <= _maxAhead)
        {
            return parsed;
        }

        var finding = new Finding(
            FindingSeverity.Error,
            FindingRules.Time,
            $"The event time '{found.EventTime}' lies more than {_maxAhead} ahead of the clock of this server, '{now}'.",
            new SourceLocation(string.Empty, 0, 0, "eventTime"),
            "Set the clock of the producer, or raise Lineage:MaxClockAhead.");
        return new EventParseResult(null, [.. parsed.Findings, finding]);
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

using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Ingestion.Pushes;

namespace Catalog.Cli.Runs;

/// <summary>Pushes lines of events piece by piece. Each piece has an idempotency key, so that one whose answer got lost can be sent again.</summary>
internal sealed class EventPush(CommandContext context, string source, string key)
{
    private const int PieceBytes = 8 << 20;

    private readonly Dictionary<string, long> _byRule = [];
    private readonly Dictionary<string, long> _warnings = [];
    private Guid? _runId;
    private long _read;
    private long _accepted;
    private long _quarantined;
    private int _pieces;
    private int _duplicates;

    /// <summary>Pushes everything.</summary>
    /// <param name="title">What is pushed, for people.</param>
    /// <param name="lines">The events, one JSON object a line.</param>
    /// <param name="cancellationToken">Stops after the piece under way; what was answered stays.</param>
    /// <returns>What all pieces did together.</returns>
    internal Task<JsonObject> RunAsync(string title, Stream lines, CancellationToken cancellationToken) =>
        context.Output.WithProgressAsync(title, async progress =>
        {
            var sent = 0L;
            await foreach (var piece in EventBatches.CutAsync(lines, PieceBytes, cancellationToken))
            {
                Add(await SendAsync(piece, cancellationToken));
                sent += piece.Length;
                progress.Report(new WorkProgress(sent, null, WorkUnit.Bytes, Numbers.Count(_read, "event")));
            }

            return ToDocument();
        });

    private async Task<PushResult> SendAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var attempts = 0;
        var headers = new Dictionary<string, string> { ["Idempotency-Key"] = _pieces == 0 ? key : $"{key}/{_pieces + 1}" };
        return await new Patience(context).AskAsync(
            async () =>
            {
                attempts++;
                using var body = new ReadOnlyMemoryContent(piece);
                body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                return (await context.Api.UploadAsync($"api/v1/sources/{Answers.Escaped(source)}/events", body, headers, cancellationToken)).To<PushResult>();
            },
            $"{Numbers.Count(_read, "event")} had been pushed; the same command with `--idempotency-key {key}` goes on behind them.",
            cancellationToken,
            failure => IsWorthWaiting(failure, attempts));
    }

    // A server that was never there is told at once; one that still works on the lost first attempt has the answer soon.
    private bool IsWorthWaiting(CommandException failure, int attempts) =>
        (failure.IsTransient && (_pieces > 0 || failure.ExitCode != ExitCode.Unreachable)) || (attempts > 1 && failure.Code == "already-running");

    private void Add(PushResult answer)
    {
        _runId = answer.RunId;
        _pieces++;
        _duplicates += answer.Duplicate ? 1 : 0;
        _read += answer.Read;
        _accepted += answer.Accepted;
        _quarantined += answer.Quarantined;
        Add(_byRule, answer.ByRule);
        Add(_warnings, answer.Warnings);
    }

    private static void Add(Dictionary<string, long> sums, IReadOnlyDictionary<string, long> counts)
    {
        foreach (var (rule, count) in counts)
        {
            sums[rule] = sums.GetValueOrDefault(rule) + count;
        }
    }

    private JsonObject ToDocument() => new()
    {
        ["runId"] = _runId,
        ["source"] = source,
        ["idempotencyKey"] = key,
        ["read"] = _read,
        ["accepted"] = _accepted,
        ["quarantined"] = _quarantined,
        ["byRule"] = ToNode(_byRule),
        ["warnings"] = ToNode(_warnings),
        ["pieces"] = _pieces,
        ["duplicatePieces"] = _duplicates,
    };

    private static JsonObject ToNode(Dictionary<string, long> counts) => new(counts.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catalog.Client;

/// <summary>Pushes events piece by piece. Each piece has an idempotency key, so that one whose answer got lost is sent again and counts once.</summary>
internal sealed partial class PushSender(Transport transport, string source, PushOptions options)
{
    internal const int PieceBytes = 8 << 20;

    private const string FiguresHeader = "Catalog-Push";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(10);

    private readonly string _attempted = $"Pushing to the source '{source}'";
    private readonly CatalogClientOptions _client = transport.Options;

    internal async Task<PushReport> SendAsync(IAsyncEnumerable<object> rows, CancellationToken cancellationToken)
    {
        var report = new PushReport { Source = source, IdempotencyKey = options.IdempotencyKey ?? Guid.CreateVersion7(_client.Time.GetUtcNow()).ToString() };
        var sent = 0L;
        await foreach (var piece in JsonLines.WriteAsync(rows, PieceBytes, specialNumbers: true, cancellationToken).ConfigureAwait(false))
        {
            var key = report.Pieces == 0 ? report.IdempotencyKey : string.Create(CultureInfo.InvariantCulture, $"{report.IdempotencyKey}/{report.Pieces + 1}");
            var goesOn = $"{report.Read} events had been pushed; the same call with the IdempotencyKey '{report.IdempotencyKey}' goes on behind them.";
            var call = CallOf(piece.ToArray(), key);
            var (attempts, isFirst) = (0, report.Pieces == 0);
            var patience = new Patience(_client, goesOn);
            report = report.With(await patience.AskAsync(() => SendOnceAsync(call, isFirst, ++attempts, cancellationToken), cancellationToken).ConfigureAwait(false));
            sent += piece.Length;
            options.Progress?.Report(new CatalogProgress(_attempted, sent, null, "bytes"));
        }

        return report;
    }

    private async Task<WirePush> SendOnceAsync(Call call, bool isFirstPiece, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (options.To == PushTarget.OnlineAndOffline)
            {
                return await transport.AskAsync(call, WireJson.Default.WirePush, cancellationToken).ConfigureAwait(false);
            }

            var (figures, _) = await transport.SendAsync(call, cancellationToken, FiguresHeader).ConfigureAwait(false);
            return ReadFigures(figures ?? string.Empty);
        }
        catch (CatalogException failure) when (isFirstPiece && attempt == 1 && IsRefusedConnection(failure))
        {
            // A server that was never there is told at once.
            throw failure.With(string.Empty, isTransient: false);
        }
        catch (CatalogException failure) when (attempt > 1 && failure.Code == "already-running")
        {
            // It still works on the attempt whose answer was lost.
            throw failure.With(string.Empty, isTransient: true);
        }
    }

    private Call CallOf(byte[] lines, string key)
    {
        var isFrame = options.To != PushTarget.OnlineAndOffline;
        var body = isFrame ? ToFrame(lines) : lines;
        return new Call(_attempted, HttpMethod.Post, isFrame ? "push" : $"api/v1/sources/{Call.Escape(source)}/events")
        {
            Content = () => WireJson.ToContent(body, isFrame ? "application/json" : "application/x-ndjson"),
            Header = ("Idempotency-Key", key),
            Timeout = AnswerLimit,
        };
    }

    /// <summary>The rows by column, as Feast's door takes them.</summary>
    private byte[] ToFrame(byte[] lines)
    {
        var rows = new List<Dictionary<string, JsonElement>>();
        var reader = new Utf8JsonReader(lines, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            var row = new Dictionary<string, JsonElement>();
            foreach (var member in JsonElement.ParseValue(ref reader).EnumerateObject())
            {
                if (!row.TryAdd(member.Name, member.Value))
                {
                    throw new ArgumentException($"Row {rows.Count + 1} of the piece has the column '{member.Name}' twice; leave one of them out.");
                }
            }

            rows.Add(row);
        }

        using var frame = new MemoryStream();
        using (var json = new Utf8JsonWriter(frame, WireJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString("push_source_name", source);
            json.WriteString("to", options.To == PushTarget.Online ? "online" : "offline");
            json.WriteStartObject("df");
            foreach (var name in rows.SelectMany(static row => row.Keys).Distinct())
            {
                json.WriteStartArray(name);
                foreach (var row in rows)
                {
                    if (row.TryGetValue(name, out var value))
                    {
                        value.WriteTo(json);
                    }
                    else
                    {
                        json.WriteNullValue();
                    }
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return frame.ToArray();
    }

    private static bool IsRefusedConnection(CatalogException failure) =>
        failure.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    /// <summary>Reads <c>read=2, accepted=1, quarantined=1, warnings="a%3Ab=1"</c>.</summary>
    private static WirePush ReadFigures(string header)
    {
        var counts = Count().Matches(header).ToDictionary(static match => match.Groups[1].Value, static match => long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        var warnings = Warned().Match(header).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static part => (Part: part, At: part.LastIndexOf('=')))
            .ToDictionary(static one => Uri.UnescapeDataString(one.Part[..one.At]), static one => long.Parse(one.Part[(one.At + 1)..], CultureInfo.InvariantCulture));
        return new WirePush(
            null, counts.GetValueOrDefault("read"), counts.GetValueOrDefault("accepted"), counts.GetValueOrDefault("quarantined"), Duplicate: false, ByRule: null, warnings);
    }

    [GeneratedRegex(@"\b(read|accepted|quarantined)=(\d+)")]
    private static partial Regex Count();

    [GeneratedRegex("warnings=\"([^\"]*)\"")]
    private static partial Regex Warned();
}

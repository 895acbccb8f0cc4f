using System.Text.Json;

namespace Catalog.Client;

/// <summary>Orders erasures and follows them.</summary>
internal static class ErasureCalls
{
    private const string Route = "api/v1/erasures";
    private const string Attempted = "Erasing an entity";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    internal static async Task<Erasure> EraseAsync(Transport transport, IReadOnlyDictionary<string, object> key, bool forever, string? reason, CancellationToken cancellationToken)
    {
        var body = Write(key, forever, reason, transport.Options.User);
        var asked = await transport.AskAsync(new Call(Attempted, HttpMethod.Post, Route) { Content = () => WireJson.ToContent(body) }, WireJson.Default.WireErasure, cancellationToken).ConfigureAwait(false);
        var patience = new Patience(transport.Options, $"The erasure '{asked.Id}' goes on as soon as the server is back.");
        var path = $"{Route}/{asked.Id}";
        for (var pause = FirstPause; asked.State is "queued" or "running"; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, LongestPause.Ticks)))
        {
            await Task.Delay(pause, transport.Options.Time, cancellationToken).ConfigureAwait(false);
            asked = await patience.AskAsync(
                () => transport.AskAsync(new Call(Attempted, HttpMethod.Get, path), WireJson.Default.WireErasure, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return asked.State == "completed"
            ? asked.ToErasure()
            : throw new CatalogException(CatalogErrorKind.RunFailed, asked.Error?.Code ?? asked.State, Attempted, asked.Error?.Message ?? string.Empty) { RunId = asked.Id };
    }

    internal static async Task<IReadOnlyList<ErasedPlace>> PreviewAsync(Transport transport, IReadOnlyDictionary<string, object> key, CancellationToken cancellationToken)
    {
        var body = Write(key, forever: false, reason: null, requestedBy: null);
        var call = new Call("Looking for an entity", HttpMethod.Post, Route + "/preview") { Content = () => WireJson.ToContent(body), IsSafe = true };
        return (await transport.AskAsync(call, WireJson.Default.WireErasurePreview, cancellationToken).ConfigureAwait(false)).Places;
    }

    private static byte[] Write(IReadOnlyDictionary<string, object> key, bool forever, string? reason, string? requestedBy)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WireJson.Writing))
        {
            json.WriteStartObject();
            json.WriteStartObject("key");
            var writer = new RowWriter(specialNumbers: false);
            foreach (var (name, value) in key)
            {
                json.WritePropertyName(name);
                writer.WriteValue(json, value, name, row: 1);
            }

            json.WriteEndObject();
            json.WriteBoolean("forever", forever);
            json.WriteString("reason", reason);
            json.WriteString("requestedBy", requestedBy);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}

/// <summary>An erasure as the server tells it.</summary>
internal sealed record WireErasure(
    Guid Id,
    string State,
    IReadOnlyList<string> JoinKeys,
    string Fingerprint,
    bool Forever,
    DateTimeOffset? Through,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    string? Reason,
    string? RequestedBy,
    IReadOnlyList<ErasedPlace>? Places,
    WireErasureError? Error)
{
    internal Erasure ToErasure() => new()
    {
        Id = Id, State = State, JoinKeys = JoinKeys, Fingerprint = Fingerprint, Forever = Forever, Through = Through, CreatedAt = CreatedAt, EndedAt = EndedAt, Reason = Reason, RequestedBy = RequestedBy, Places = Places ?? [],
    };
}

/// <summary>Why an erasure failed.</summary>
internal sealed record WireErasureError(string Code, string Message);

/// <summary>What an erasure would remove.</summary>
internal sealed record WireErasurePreview(IReadOnlyList<ErasedPlace> Places);

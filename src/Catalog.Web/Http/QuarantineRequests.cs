using System.Text.Json;
using System.Text.Json.Serialization;
using Ingestion.Model;

namespace Catalog.Web.Http;

/// <summary>Reads which quarantined events are meant.</summary>
internal static class QuarantineRequests
{
    internal static QuarantineFilter ReadFilter(string? source, string[]? rule, string? state, string? text) => new()
    {
        Source = string.IsNullOrEmpty(source) ? null : source,
        Rules = rule ?? [],
        State = Words.Read<QuarantineState>(nameof(state), state),
        Text = text,
    };

    /// <summary>What a body chooses. Its content type is not looked at, so that <c>curl -d</c> works as it stands.</summary>
    /// <exception cref="JsonException">The body is no JSON, or has a member of another name or type.</exception>
    internal static async Task<QuarantineSelection> ReadSelectionAsync(HttpRequest request, CancellationToken cancellationToken)
        => await JsonSerializer.DeserializeAsync<QuarantineSelection>(request.Body, StrictJson.Options, cancellationToken)
            ?? throw new BodyException("The body is null; send {} for all open events of the source, or narrow them by 'rules', 'ids' and 'text'.");

    /// <summary>The open events of a source that are chosen to be given up, which nothing takes back.</summary>
    /// <exception cref="BodyException">Nothing narrows them, and it is not said that all are meant.</exception>
    internal static QuarantineFilter ToDismiss(QuarantineSelection selection, string source)
        => selection is { All: not true, Ids: null, Rules: null or { Count: 0 }, Text: null or "" }
            ? throw new BodyException("Nothing says which events are to be dismissed; narrow them by 'rules', 'ids' and 'text', or send \"all\": true for all open events of the source.")
            : ToFilter(selection, source);

    /// <summary>The open events of a source that are chosen.</summary>
    internal static QuarantineFilter ToFilter(QuarantineSelection selection, string source)
        => new() { Source = source, State = QuarantineState.Open, Rules = selection.Rules ?? [], Ids = selection.Ids, Text = selection.Text };
}

/// <summary>Which open events of a source are to be replayed or dismissed. What is left out does not narrow them; to dismiss all of them, <c>all</c> must say so.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record QuarantineSelection(IReadOnlyList<string>? Rules, IReadOnlyList<long>? Ids, string? Text, string? RequestedBy, bool? All = null);

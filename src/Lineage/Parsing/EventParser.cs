using Catalog.Core.Text;
using System.Text.Json;
using Catalog.Core.Errors;

namespace Lineage.Parsing;

/// <summary>Reads and checks OpenLineage events of spec 2-0-2 and the versions before it. Stateless and thread-safe.</summary>
public static class EventParser
{
    /// <summary>Deepest nesting that is read. Logical plans of Spark reach about 100.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads one event from UTF-8 JSON.</summary>
    public static EventParseResult Parse(ReadOnlyMemory<byte> json, ParseMode mode)
    {
        using var document = TryReadJson(json, out var fault);
        return document is null ? new EventParseResult(null, [fault]) : Parse(document.RootElement, mode);
    }

    /// <summary>Reads one event from a parsed document.</summary>
    public static EventParseResult Parse(JsonElement element, ParseMode mode)
    {
        byte[] hash;
        try
        {
            hash = CanonicalJson.Hash(element);
        }
        catch (InvalidOperationException exception)
        {
            // The only way to learn that an escape such as \ud800 stands alone is to decode it.
            return new EventParseResult(null, [Fault(JsonFault.Find(exception) ?? "cannot be read", 0, 0)]);
        }

        var reader = new EventReader(mode);
        var read = reader.Read(element, hash);
        return new EventParseResult(reader.HasErrors ? null : read, reader.Findings);
    }

    /// <summary>Parses a body of one event or of an array of events.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="fault">What is wrong, when the result is null.</param>
    /// <returns>The document, which the caller disposes; null when the text is no JSON.</returns>
    internal static JsonDocument? TryReadJson(ReadOnlyMemory<byte> json, out Finding fault)
    {
        try
        {
            fault = Fault(string.Empty, 0, 0);
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException exception)
        {
            fault = Fault(JsonFault.Describe(exception), (int)(exception.LineNumber + 1 ?? 0), (int)(exception.BytePositionInLine + 1 ?? 0));
            return null;
        }
    }

    private static Finding Fault(string message, int line, int column) => new(
        FindingSeverity.Error,
        FindingRules.NotJson,
        $"The event is no JSON document: it {message}.",
        new SourceLocation(string.Empty, line, column, string.Empty),
        "Send UTF-8 JSON in which no object repeats a property.");
}

using System.Text.Json;
using Lineage.Model;
using Lineage.Parsing;

namespace Lineage.Tests.Support;

/// <summary>Events that real tools sent, recorded one request a line.</summary>
internal static class Captures
{
    /// <summary>Files under <c>shared/data/tools</c>; none where the folder is absent.</summary>
    public static IEnumerable<string> Files()
    {
        var root = SharedData.Require("tools");
        return Directory.EnumerateFiles(Path.Combine(root, "openlineage"), "*.ndjson")
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "dbt"), "openlineage_events.ndjson", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The bodies of a file's requests, in the order they were sent.</summary>
    public static IEnumerable<EventParseResult> Read(string file, ParseMode mode)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var request = JsonDocument.Parse(line);
            yield return EventParser.Parse(request.RootElement.GetProperty("body"), mode);
        }
    }

    public static List<LineageEvent> ReadEvents(string file)
        => [.. Read(file, ParseMode.Tolerant).Select(result => result.Event ?? throw new InvalidOperationException(result.Findings[0].Message))];
}

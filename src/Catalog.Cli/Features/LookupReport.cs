using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Cli.Output;
using Spectre.Console;

namespace Catalog.Cli.Features;

/// <summary>Writes the answer of a lookup: one entity with a line for each feature, several with a line each.</summary>
internal static class LookupReport
{
    internal static void Write(IAnsiConsole console, JsonNode answer, IReadOnlyList<(string Name, IReadOnlyList<string> Values)> keys)
    {
        var columns = ReadColumns(answer);
        var rows = keys.Count > 0 ? keys[0].Values.Count : 1;
        if (answer["metadata"]?["stale_as_of"] is { } asOf)
        {
            console.WriteLine($"The online store is away. These rows were read before, the oldest at {asOf}; what changed since may be missing.");
            console.WriteLine();
        }

        if (rows == 1)
        {
            WriteOne(console, columns, [.. keys.Select(static key => key.Name)]);
        }
        else
        {
            WriteMany(console, columns, rows);
        }
    }

    private static void WriteOne(IAnsiConsole console, IReadOnlyList<Column> columns, string[] keys)
    {
        var listing = new Listing("Feature", "Value~", "Status", "Event time");
        foreach (var column in columns)
        {
            // A key was given and not found, so it happened at no time.
            if (keys.Contains(column.Name))
            {
                listing.Row(column.Name, column.Values[0], null, null);
                continue;
            }

            listing.Row(column.Name, column.Values[0], column.Statuses[0], column.IsFound(0) ? column.EventTimes[0] : null);
        }

        listing.WriteTo(console, "There is nothing to show.");
    }

    private static void WriteMany(IAnsiConsole console, IReadOnlyList<Column> columns, int rows)
    {
        var listing = new Listing([.. columns.Select(static column => column.Name)]);
        for (var row = 0; row < rows; row++)
        {
            listing.Row([.. columns.Select(column => column.IsPresent(row) ? column.Values[row] : $"({column.Statuses[row]})")]);
        }

        listing.WriteTo(console, "There is nothing to show.");
    }

    private static List<Column> ReadColumns(JsonNode answer)
    {
        var names = answer["metadata"]?["feature_names"]?.AsArray() ?? [];
        var results = answer["results"]?.AsArray() ?? [];
        return [.. names.Zip(results, static (name, result) => new Column(
            name?.ToString() ?? string.Empty, Texts(result?["values"]), Texts(result?["statuses"]), Texts(result?["event_timestamps"])))];
    }

    private static IReadOnlyList<string?> Texts(JsonNode? values) =>
        [.. (values?.AsArray() ?? []).Select(static value => value is null ? null : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString())];

    private sealed record Column(string Name, IReadOnlyList<string?> Values, IReadOnlyList<string?> Statuses, IReadOnlyList<string?> EventTimes)
    {
        internal bool IsPresent(int row) => Statuses[row] == "PRESENT";

        internal bool IsFound(int row) => Statuses[row] != "NOT_FOUND";
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Cli.Output;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Catalog.Web.Queries;
using FeatureStore.Explanations;
using Spectre.Console;

namespace Catalog.Cli.Features;

/// <summary>Writes explanations, for people.</summary>
internal static class ExplanationReport
{
    internal static void Write(IAnsiConsole console, ExplanationAnswer explanation)
    {
        var facts = new FactSheet()
            .Add("Feature", explanation.Feature)
            .Add("Key", KeyOf(explanation.Key))
            .Add("Gives", ExplanationWords.Subject(explanation.Kind == "lookup", explanation.OneSided))
            .Add("At", explanation.At)
            .Add("As known at", explanation.AsKnownAt)
            .Add("Up to sequence", explanation.Sequence?.ToString(CultureInfo.InvariantCulture))
            .Add("Status", explanation.Status)
            .Add("Value", explanation.Value is null ? null : Text(explanation.Value))
            .Add("Bits", explanation.Bits)
            .Add("Event time", explanation.EventTime)
            .Add("Served", explanation.Served is { Equal: { } equal } served ? $"{served.Value ?? served.Status}, {(equal ? "equal" : "not equal to the value that was recomputed")}" : null);
        if (explanation.Window is { } window)
        {
            WriteWindow(console, facts, window);
        }
        else if (explanation.Newest is { } newest)
        {
            WriteNewest(console, facts, newest);
        }
        else if (explanation.Computed is { } computed)
        {
            WriteComputed(console, facts, computed);
        }

        if (explanation.OneSidedFrom is { } first)
        {
            console.WriteLine();
            console.WriteLine($"From sequence {first.ToString(CultureInfo.InvariantCulture)} on, events of this key went to one store only: lookups and training rows may differ.");
        }
        else if (explanation.OneSided)
        {
            console.WriteLine();
            console.WriteLine("Events of a key that is read went to one store only: lookups and training rows may differ.");
        }
    }

    private static void WriteWindow(IAnsiConsole console, FactSheet facts, WindowExplanationAnswer window)
    {
        facts.Add("Aggregate", window.N is { } n ? $"{window.Aggregate} {n.ToString(CultureInfo.InvariantCulture)}" : window.Aggregate)
            .Add("Of", window.Of)
            .Add("Where", window.Where)
            .Add("Window", $"{window.Window}, in hops of {window.Hop}")
            .Add("Covers", $"after {window.Start}, up to {window.End}{(window.EndIncluded ? " (included)" : " (excluded)")}")
            .Add("Events", $"{Numbers.Count(window.EventCount)} in the window, {Numbers.Count(window.Counted)} counted, {Numbers.Count(window.TooLate)} too late")
            .WriteTo(console);
        console.WriteLine();
        var tiles = new Listing("Tile after", "Up to", "Events#", "Counted#", "Too late#", "Value~");
        foreach (var tile in window.Tiles)
        {
            tiles.Row(tile.After, tile.Through, Numbers.Count(tile.EventCount), Numbers.Count(tile.Counted), Numbers.Count(tile.TooLate), tile.Value is null ? null : Text(tile.Value));
        }

        tiles.WriteTo(console, $"None of the {Numbers.Count(window.TileCount, "tile")} of the window holds an event.");
        console.WriteLine();
        if (window.NotListed > 0)
        {
            console.WriteLine($"{Numbers.Count(window.NotListed, "earlier event")} of the window are not listed.");
        }

        WriteEvents(console, [.. window.Before, .. window.Events, .. window.After]);
    }

    private static void WriteNewest(IAnsiConsole console, FactSheet facts, NewestExplanationAnswer newest)
    {
        facts.Add("From", newest.NullPolicy == "newest" ? $"{newest.From} of the newest row" : $"{newest.From} of the newest row in which it is not null")
            .Add("Ttl", newest.Ttl is null ? "none" : $"{newest.Ttl}: rows from {newest.OldestAllowed} on answer")
            .Add("Strictly before", newest.StrictBefore ? "a row exactly at the time does not count" : null)
            .Add("Rows", $"{Numbers.Count(newest.RowCount)} of this key")
            .WriteTo(console);
        console.WriteLine();
        WriteEvents(console, newest.Rows);
    }

    private static void WriteComputed(IAnsiConsole console, FactSheet facts, ComputedExplanationAnswer computed)
    {
        facts.Add("Expression", computed.Expression ?? computed.From).WriteTo(console);
        console.WriteLine();
        var inputs = new Listing("Input", "Value~", "Status", "Event time", "From");
        foreach (var input in computed.Inputs)
        {
            var from = input.Feature is null ? "the request" : $"{input.Feature} {KeyOf(input.Key ?? new Dictionary<string, JsonNode?>())}".TrimEnd();
            inputs.Row(input.Name, Text(input.Value), input.Status, input.EventTime, from);
        }

        inputs.WriteTo(console, "It reads nothing.");
    }

    private static void WriteEvents(IAnsiConsole console, IReadOnlyList<ExplainedEventAnswer> events)
    {
        var columns = events.SelectMany(static item => item.Columns?.Keys ?? []).Distinct().ToList();
        var listing = new Listing(["Event time", "Arrived", "Sequence#", "What became of it", "Value~", .. columns.Select(static column => column + "~")]);
        foreach (var item in events)
        {
            listing.Row([
                item.EventTime, item.ArrivalTime, item.Sequence.ToString(CultureInfo.InvariantCulture), OutcomeOf(item), Text(item.Value),
                .. columns.Select(column => Text(item.Columns?.GetValueOrDefault(column)))]);
        }

        listing.WriteTo(console, "The key has no events near it.");
        if (events.Any(static item => item.Joins is not null))
        {
            console.WriteLine();
            WriteJoins(console, events);
        }
    }

    private static void WriteJoins(IAnsiConsole console, IReadOnlyList<ExplainedEventAnswer> events)
    {
        var listing = new Listing("Sequence#", "Joined with", "Key", "Outcome", "Row of", "Row arrived", "Row sequence#", "Gives~");
        foreach (var (item, join) in events.SelectMany(static item => (item.Joins ?? []).Select(join => (item, join))))
        {
            var outcome = Enum.TryParse<JoinOutcome>(join.Outcome, ignoreCase: true, out var known) ? ExplanationWords.Of(known) : join.Outcome;
            listing.Row(
                item.Sequence.ToString(CultureInfo.InvariantCulture), join.Version is { } version ? $"{join.View}@{version.ToString(CultureInfo.InvariantCulture)}" : join.View, KeyOf(join.Key), outcome,
                join.Row?.EventTime, join.Row?.ArrivalTime, join.Row?.Sequence.ToString(CultureInfo.InvariantCulture), KeyOf(join.Columns));
        }

        listing.WriteTo(console, "No event was joined.");
    }

    private static string OutcomeOf(ExplainedEventAnswer item) => Enum.TryParse<EventOutcome>(item.Outcome, ignoreCase: true, out var outcome) ? ExplanationWords.Of(outcome) : item.Outcome;

    private static string KeyOf(IReadOnlyDictionary<string, JsonNode?> key) => string.Join(", ", key.Select(static part => $"{part.Key}={Text(part.Value)}"));

    private static string Text(JsonNode? value) => value is null ? "null" : value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : value.ToJsonString();
}

using System.Globalization;
using Catalog.Web.Formatting;
using Ingestion.Model;

namespace Catalog.Web.Queries.Quarantine;

/// <summary>What a quarantine page shows, as its address says it.</summary>
public sealed record QuarantineAddress
{
    private const string AllStates = "all";

    private static readonly QuarantineState[] States = Enum.GetValues<QuarantineState>();

    /// <summary>The states that an address may name.</summary>
    public static readonly IReadOnlyList<string> StateNames = [.. States.Select(Word), AllStates];

    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>Only events that break one of these rules; empty: any.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Only events in this state; null: in any.</summary>
    public QuarantineState? State { get; init; } = QuarantineState.Open;

    /// <summary>Only events whose text holds this; null: any.</summary>
    public string? Text { get; init; }

    /// <summary>Number of the event that is shown whole; null for the first of the page.</summary>
    public long? Selected { get; init; }

    /// <summary>Where the page begins; null at the newest event.</summary>
    public long? Cursor { get; init; }

    /// <summary>Which time decides the day of the strips.</summary>
    public QuarantineDay Day { get; init; } = QuarantineDay.EventTime;

    /// <summary>Which events are meant.</summary>
    public QuarantineFilter Filter => new() { Source = Source, Rules = Rules, State = State, Text = Text };

    private IEnumerable<(string Name, string? Value)> Narrowing => [.. Rules.Select(static rule => ("rule", (string?)rule)), ("text", Text)];

    /// <summary>Reads the parts of an address; what makes no sense takes its default.</summary>
    public static QuarantineAddress Parse(string source, string[]? rules, string? state, string? text, string? selected, string? cursor, string? day) => new()
    {
        Source = source,
        Rules = [.. (rules ?? []).Where(static rule => rule.Length > 0).Distinct()],
        State = state == AllStates ? null : Array.Find(States, known => Word(known) == state),
        Text = string.IsNullOrWhiteSpace(text) ? null : text,
        Selected = ReadNumber(selected),
        Cursor = ReadNumber(cursor),
        Day = day == "arrival" ? QuarantineDay.Arrival : QuarantineDay.EventTime,
    };

    /// <summary>Whether an address may name this state.</summary>
    public static bool IsState(string? state) => StateNames.Contains(state);

    /// <summary>The page of a source, open events.</summary>
    public static string HrefOf(string source) => "/quarantine/" + Uri.EscapeDataString(source);

    /// <summary>The same with a rule added, or without it when it is there. Begins at the first page.</summary>
    public QuarantineAddress Toggle(string rule) => First() with { Rules = Rules.Contains(rule) ? [.. Rules.Where(other => other != rule)] : [.. Rules, rule] };

    /// <summary>The same from its first page on.</summary>
    public QuarantineAddress First() => this with { Cursor = null, Selected = null };

    /// <summary>The address; parts that have their default are left out.</summary>
    public override string ToString() => Addresses.Of(
        HrefOf(Source),
        [
            .. Narrowing,
            ("state", State switch { QuarantineState.Open => null, null => AllStates, { } state => Word(state) }),
            ("seq", Selected?.ToString(CultureInfo.InvariantCulture)),
            ("cursor", Cursor?.ToString(CultureInfo.InvariantCulture)),
            ("by", Day == QuarantineDay.Arrival ? "arrival" : null),
        ]);

    /// <summary>The door that gives the same events as a file.</summary>
    public string ToExport() => Addresses.Of("/api/v1/quarantine/export", [("source", Source), .. Narrowing, ("state", State is { } state ? Word(state) : null)]);

    private static string Word(QuarantineState state) => state.ToString().ToLowerInvariant();

    private static long? ReadNumber(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

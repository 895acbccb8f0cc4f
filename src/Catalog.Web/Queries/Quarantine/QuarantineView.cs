using Catalog.Core.Model;
using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Queries.Quarantine;

/// <summary>Everything that the quarantine page of a source shows.</summary>
public sealed record QuarantineView
{
    public required QuarantineAddress Address { get; init; }

    /// <summary>The source in force; null when it was removed since.</summary>
    public Source? Source { get; init; }

    /// <summary>The contract in force; null when there is none.</summary>
    public Contract? Contract { get; init; }

    /// <summary>Events by state, whatever the other filters say.</summary>
    public required IReadOnlyDictionary<QuarantineState, long> States { get; init; }

    /// <summary>The rules that events of the state break, most first.</summary>
    public required IReadOnlyList<RuleVolume> Rules { get; init; }

    /// <summary>First day of the strips.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of the strips.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Events of the page.</summary>
    public required QuarantinePage Page { get; init; }

    /// <summary>Events that the filters let through.</summary>
    public required long Total { get; init; }

    /// <summary>The event that is shown whole; null when there is none.</summary>
    public QuarantinedDetail? Selected { get; init; }
}

/// <summary>How often a rule is broken.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Days">Events of each day of the strip, oldest first.</param>
/// <param name="All">Events in all.</param>
/// <param name="Share">Part of all records that were ever read; null when nothing was.</param>
public sealed record RuleVolume(string Rule, IReadOnlyList<long> Days, long All, double? Share)
{
    /// <summary>Events of the last day.</summary>
    public long Today => Days[^1];
}

/// <summary>One event with its fields and with what was refused in it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Fields">Its fields as they were read; empty when the bytes cannot be split.</param>
/// <param name="Mark">The refused bytes; empty when they are not known.</param>
/// <param name="Refused">Names of the fields that were refused, as far as they are known.</param>
/// <param name="Payload">What a payload that is no text was decoded to; null for others, whose bytes say it themselves.</param>
/// <param name="Previous">The event before it on the page; null for the first.</param>
/// <param name="Next">The event behind it on the page; null for the last.</param>
public sealed record QuarantinedDetail(
    QuarantinedEvent Event, IReadOnlyList<RecordField> Fields, RawMark Mark, IReadOnlySet<string> Refused, ShownPayload? Payload, long? Previous, long? Next);

/// <summary>A part of the raw bytes.</summary>
public readonly record struct RawMark(int Start, int Length);

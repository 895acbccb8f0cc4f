using Catalog.Core.Values;

namespace Ingestion.Model;

/// <summary>What one rule of a contract said about the events of one run.</summary>
public sealed record CheckResult
{
    /// <summary>The run. Storing a result again for the same run and rule replaces it.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The source whose events were checked.</summary>
    public required string Source { get; init; }

    /// <summary>The contract; empty for rules that hold without one.</summary>
    public required string Contract { get; init; }

    /// <summary>Version of the contract; empty for rules that hold without one.</summary>
    public required string ContractVersion { get; init; }

    /// <summary>The rule, for example <c>required:customer_id</c> or <c>quality:rows-per-day</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The column; null when the rule is about the whole event or the whole run.</summary>
    public string? Column { get; init; }

    /// <summary>What came out.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>Events that were checked.</summary>
    public required long Checked { get; init; }

    /// <summary>Events that break the rule.</summary>
    public required long Violations { get; init; }

    /// <summary>What was measured, for a rule over many events; null otherwise.</summary>
    public double? Measured { get; init; }

    /// <summary>Why, for people; null when the numbers say it all.</summary>
    public string? Message { get; init; }

    /// <summary>When the run ended.</summary>
    public required Instant At { get; init; }
}

/// <summary>What a check said, from best to worst; <see cref="Skip"/> stands apart.</summary>
public enum CheckOutcome
{
    /// <summary>The rule does not apply to what was there.</summary>
    Skip,

    /// <summary>Every event keeps the rule.</summary>
    Pass,

    /// <summary>Events break the rule; its severity is warning.</summary>
    Warn,

    /// <summary>Events break the rule.</summary>
    Fail,

    /// <summary>The rule could not be decided for some event.</summary>
    Error,
}

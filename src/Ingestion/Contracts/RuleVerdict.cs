namespace Ingestion.Contracts;

/// <summary>What a rule says about one value.</summary>
internal enum RuleVerdict
{
    Holds,
    Breaks,

    /// <summary>The rule could not be decided in the time allowed; the event is refused.</summary>
    Undecided,
}

namespace Catalog.Core.Model;

/// <summary>
/// A measure over many events that must keep within bounds (a library rule of ODCS <c>quality</c>). A rule that tolerates no violation is also
/// checked event by event, through the properties of <see cref="ContractProperty"/>.
/// </summary>
public sealed record QualityRule
{
    /// <summary>The rule's own <c>name</c> or <c>id</c>; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>What is measured.</summary>
    public required QualityMetric Metric { get; init; }

    /// <summary>The column that is measured; null for a rule about the whole object.</summary>
    public string? Property { get; init; }

    /// <summary>For <see cref="QualityMetric.DuplicateValues"/> of an object: the columns whose combination is measured. Empty otherwise.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>For <see cref="QualityMetric.MissingValues"/>: the texts that count as missing, null for null itself. Empty otherwise.</summary>
    public IReadOnlyList<string?> MissingTexts { get; init; } = [];

    /// <summary>For <see cref="QualityMetric.InvalidValues"/>: the only valid texts; null when any is.</summary>
    public IReadOnlyList<string>? ValidValues { get; init; }

    /// <summary>For <see cref="QualityMetric.InvalidValues"/>: the ECMA-262 pattern of a valid text; null when any is.</summary>
    public string? Pattern { get; init; }

    /// <summary>How the measure is compared.</summary>
    public required QualityOperator Operator { get; init; }

    /// <summary>What it is compared with; the lower end for the two operators of a range.</summary>
    public required double Threshold { get; init; }

    /// <summary>The upper end for the two operators of a range; 0 otherwise.</summary>
    public double UpperThreshold { get; init; }

    /// <summary>Whether the measure is a percentage of the events (0 to 100) rather than a number of events.</summary>
    public bool IsPercent { get; init; }

    /// <summary><see cref="ContractRules.Error"/> or <see cref="ContractRules.Warning"/>.</summary>
    public string Severity { get; init; } = ContractRules.Error;

    /// <summary>ODCS quality dimension, for example <c>completeness</c>; null when absent.</summary>
    public string? Dimension { get; init; }

    /// <summary>What it guards, in a sentence; null when absent.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the measure keeps the rule. Bounds of a range are excluded, as the standard says.</summary>
    public bool Holds(double measure) => Operator switch
    {
        QualityOperator.MustBe => measure == Threshold,
        QualityOperator.MustNotBe => measure != Threshold,
        QualityOperator.MustBeGreaterThan => measure > Threshold,
        QualityOperator.MustBeGreaterOrEqualTo => measure >= Threshold,
        QualityOperator.MustBeLessThan => measure < Threshold,
        QualityOperator.MustBeLessOrEqualTo => measure <= Threshold,
        QualityOperator.MustBeBetween => measure > Threshold && measure < UpperThreshold,
        QualityOperator.MustNotBeBetween => measure <= Threshold || measure >= UpperThreshold,
        _ => throw new InvalidOperationException($"The operator '{Operator}' is not known."),
    };
}

/// <summary>What a quality rule measures; the names are those of the standard in Pascal case.</summary>
public enum QualityMetric
{
    /// <summary>Events in which the column is null.</summary>
    NullValues,

    /// <summary>Events in which the column is one of the texts that count as missing.</summary>
    MissingValues,

    /// <summary>Events in which the column is not null and not valid.</summary>
    InvalidValues,

    /// <summary>Events whose value, or combination of values, occurred before.</summary>
    DuplicateValues,

    /// <summary>All events.</summary>
    RowCount,
}

/// <summary>How a measure is compared; the names are those of the standard in Pascal case.</summary>
public enum QualityOperator
{
    /// <summary>Equal.</summary>
    MustBe,

    /// <summary>Not equal.</summary>
    MustNotBe,

    /// <summary>Greater.</summary>
    MustBeGreaterThan,

    /// <summary>Greater or equal.</summary>
    MustBeGreaterOrEqualTo,

    /// <summary>Less.</summary>
    MustBeLessThan,

    /// <summary>Less or equal.</summary>
    MustBeLessOrEqualTo,

    /// <summary>Between two bounds, both excluded.</summary>
    MustBeBetween,

    /// <summary>Outside of two bounds, both allowed.</summary>
    MustNotBeBetween,
}

namespace Catalog.Core.Model;

/// <summary>One column of a contract with the rules that an event is checked against.</summary>
public sealed record ContractProperty
{
    /// <summary>Column name, as the source's column is called.</summary>
    public required string Name { get; init; }

    /// <summary>ODCS logical type: string, integer, number, boolean, date, timestamp, time, object, array; null when absent.</summary>
    public string? LogicalType { get; init; }

    /// <summary>Meaning; null when absent.</summary>
    public string? Description { get; init; }

    /// <summary>True when null is refused.</summary>
    public bool Required { get; init; }

    /// <summary>True when a value may occur only once in all events of the source.</summary>
    public bool Unique { get; init; }

    /// <summary>Position in the primary key from 1; 0 when it is no part of it. The combination of all parts must be unique.</summary>
    public int PrimaryKeyPosition { get; init; }

    /// <summary>ODCS classification, for example <c>pii</c>; null when absent.</summary>
    public string? Classification { get; init; }

    /// <summary>Smallest legal number, included; null when there is none.</summary>
    public double? Minimum { get; init; }

    /// <summary>Largest legal number, included; null when there is none.</summary>
    public double? Maximum { get; init; }

    /// <summary>Legal numbers are greater than this; null when there is none.</summary>
    public double? ExclusiveMinimum { get; init; }

    /// <summary>Legal numbers are less than this; null when there is none.</summary>
    public double? ExclusiveMaximum { get; init; }

    /// <summary>Legal numbers are multiples of this; null when there is none.</summary>
    public double? MultipleOf { get; init; }

    /// <summary>Least number of characters (Unicode code points); null when there is none.</summary>
    public int? MinLength { get; init; }

    /// <summary>Greatest number of characters (Unicode code points); null when there is none.</summary>
    public int? MaxLength { get; init; }

    /// <summary>ECMA-262 pattern that must match somewhere in the text; null when there is none.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only legal values, as text; null when any value is legal.</summary>
    public IReadOnlyList<string>? ValidValues { get; init; }

    /// <summary>Severity of a violation by rule name (see <see cref="ContractRules"/>): <c>error</c> refuses the event, <c>warning</c> only counts it. Absent means error.</summary>
    public IReadOnlyDictionary<string, string> Severities { get; init; } = new Dictionary<string, string>();
}

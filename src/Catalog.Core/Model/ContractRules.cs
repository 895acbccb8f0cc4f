namespace Catalog.Core.Model;

/// <summary>
/// Names of the rules that an event is checked against: the keys of <see cref="ContractProperty.Severities"/> and, followed by a colon and the
/// column, the reasons in the quarantine (<c>required:customer_id</c>).
/// </summary>
public static class ContractRules
{
    /// <summary>The value is there.</summary>
    public const string Required = "required";

    /// <summary>The raw text can be read as the column's type.</summary>
    public const string Type = "type";

    /// <summary>The value is one of the legal ones.</summary>
    public const string Enum = "enum";

    /// <summary>The text matches the pattern.</summary>
    public const string Pattern = "pattern";

    /// <summary>The number is not too small, whether the bound is included or not.</summary>
    public const string Minimum = "minimum";

    /// <summary>The number is not too large, whether the bound is included or not.</summary>
    public const string Maximum = "maximum";

    /// <summary>The number is a multiple of the declared one.</summary>
    public const string MultipleOf = "multiple_of";

    /// <summary>The text is not too short.</summary>
    public const string MinLength = "min_length";

    /// <summary>The text is not too long.</summary>
    public const string MaxLength = "max_length";

    /// <summary>The value did not occur before.</summary>
    public const string Unique = "unique";

    /// <summary>The combination of the primary key's columns did not occur before.</summary>
    public const string PrimaryKey = "primary_key";

    /// <summary>Severity that refuses the event.</summary>
    public const string Error = "error";

    /// <summary>Severity that takes the event and counts the violation.</summary>
    public const string Warning = "warning";
}

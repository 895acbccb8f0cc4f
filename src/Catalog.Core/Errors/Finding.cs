namespace Catalog.Core.Errors;

/// <summary>One thing wrong with a definition or a file, with the place to look at and what would mend it.</summary>
/// <param name="Severity">Whether it stops the change.</param>
/// <param name="Rule">Stable rule name in kebab case, listed in <c>docs/errors.md</c>.</param>
/// <param name="Message">What is wrong, with the offending value in quotes.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Fix">What would mend it, in words; null when there is no single answer.</param>
public sealed record Finding(FindingSeverity Severity, string Rule, string Message, SourceLocation Location, string? Fix = null)
{
    /// <summary>A finding with what mends it.</summary>
    public Finding(FindingSeverity severity, string rule, string message, SourceLocation location, Fix? fix)
        : this(severity, rule, message, location, fix?.Words) => Edits = fix?.At(location.Path) ?? [];

    /// <summary>What would mend it as changes of the document, any one of which is enough; empty when it needs a person. Follows from the other parts, so it takes no part in comparisons.</summary>
    public IReadOnlyList<FindingEdit> Edits { get; } = [];

    /// <summary>Whether it says the same at the same place.</summary>
    public bool Equals(Finding? other)
        => other is not null && (Severity, Rule, Message, Location, Fix) == (other.Severity, other.Rule, other.Message, other.Location, other.Fix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Severity, Rule, Message, Location, Fix);
}

/// <summary>Whether a finding stops a change.</summary>
public enum FindingSeverity
{
    /// <summary>The change is refused.</summary>
    Error,

    /// <summary>The change is taken; somebody should look.</summary>
    Warning,
}

/// <summary>A place in a document.</summary>
/// <param name="File">Path as the caller gave it, relative to the applied folder; empty for a document without a file.</param>
/// <param name="Line">Line from 1; 0 when unknown.</param>
/// <param name="Column">Column from 1 in characters; 0 when unknown.</param>
/// <param name="Path">Path inside the document, such as <c>features[2].type</c>; empty for the document itself.</param>
public sealed record SourceLocation(string File, int Line, int Column, string Path);

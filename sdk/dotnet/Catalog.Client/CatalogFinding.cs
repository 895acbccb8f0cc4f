namespace Catalog.Client;

/// <summary>One thing that is wrong, or may be: a finding in definitions, or an error of a request.</summary>
public sealed record CatalogFinding
{
    /// <summary>The rule that definitions break; null for an error of a request.</summary>
    public string? Rule { get; init; }

    /// <summary>The stable code of an error of a request; null for a finding in definitions.</summary>
    public string? Code { get; init; }

    /// <summary><c>error</c>, <c>warning</c> or <c>info</c>.</summary>
    public string Severity { get; init; } = "error";

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>The file, relative to the folder that was planned or applied; null for an error of a request.</summary>
    public string? File { get; init; }

    /// <summary>The line, from 1; 0 where it is about the whole file.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1; 0 where it is about the whole file.</summary>
    public int Column { get; init; }

    /// <summary>The place in the document, such as <c>features[0].type</c>; null for an error of a request.</summary>
    public string? Path { get; init; }

    /// <summary>How to mend it; null when that is not known.</summary>
    public string? Fix { get; init; }

    /// <summary>One line for people, as compilers write them.</summary>
    public override string ToString() => Rule is null ? $"{Code}: {Message}" : $"{File}:{Line}:{Column}: {Severity} {Rule}: {Message} {Fix}".TrimEnd();
}

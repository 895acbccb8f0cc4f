namespace Catalog.Definitions;

/// <summary>Stable error codes of the definitions. The text form is the kebab-case name, listed in <c>docs/errors.md</c>.</summary>
public enum DefinitionsErrorCode
{
    /// <summary>The definitions have errors; the exception carries the findings.</summary>
    InvalidDefinitions,

    /// <summary>Somebody else applied a change since the revision that the caller had seen.</summary>
    RevisionConflict,

    /// <summary>There is no definition of that kind and name.</summary>
    DefinitionNotFound,

    /// <summary>The definition has no version of that number.</summary>
    VersionNotFound,

    /// <summary>The request has a value that is not legal.</summary>
    InvalidRequest,

    /// <summary>A stored version cannot be read back.</summary>
    CorruptCatalogue,

    /// <summary>An edit of a document is not possible: the path does not exist, or the value is shared through an alias.</summary>
    EditRefused,
}

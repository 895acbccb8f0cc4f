namespace Catalog.Client;

/// <summary>What sort of failure a <see cref="CatalogException"/> is, for callers that treat many codes alike.</summary>
public enum CatalogErrorKind
{
    /// <summary>The server understood and said no, or failed; the same call fails again.</summary>
    Refused,

    /// <summary>Something named does not exist.</summary>
    NotFound,

    /// <summary>Somebody else changed it, its name is taken, or it is not ready yet.</summary>
    Conflict,

    /// <summary>Definitions have errors; <see cref="CatalogException.Findings"/> lists them all, and nothing was applied.</summary>
    InvalidDefinitions,

    /// <summary>The server does not answer, or asks to come again later.</summary>
    Unavailable,

    /// <summary>The run of a training set or an erasure ended with an error; <see cref="CatalogException.RunId"/> names it.</summary>
    RunFailed,

    /// <summary>Somebody stopped the run of a training set; <see cref="CatalogException.RunId"/> names it.</summary>
    RunCancelled,

    /// <summary>The answer is none that a catalogue of this version gives.</summary>
    UnexpectedAnswer,

    /// <summary>A column does not fit the property that it belongs to; the code is <c>row-does-not-fit</c>.</summary>
    RowDoesNotFit,
}

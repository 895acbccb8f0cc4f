namespace Catalog.Client;

/// <summary>Why there is a value, or none.</summary>
public enum OnlineStatus
{
    /// <summary>A status that this version of the client does not know.</summary>
    Unknown,

    /// <summary>There is a value.</summary>
    Present,

    /// <summary>There is a row, and its value is null.</summary>
    NullValue,

    /// <summary>There is no row of this key.</summary>
    NotFound,

    /// <summary>The row is older than the view allows.</summary>
    OutsideMaxAge,
}

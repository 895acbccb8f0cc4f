namespace Catalog.Client;

/// <summary>Formats that a training set can be read in.</summary>
public enum DatasetFormat
{
    /// <summary>Apache Parquet, as it lies on the server.</summary>
    Parquet,

    /// <summary>CSV in UTF-8 with a header: null is an empty field and empty text a quoted one, times are RFC 3339 in UTC, bytes base64, lists JSON.</summary>
    Csv,

    /// <summary>Apache Arrow's IPC stream, with the types and values of the Parquet file.</summary>
    Arrow,
}

namespace Ingestion.Model;

/// <summary>A table of PostgreSQL whose rows, and then changes, become events of a source.</summary>
public sealed record SourceCapture
{
    /// <summary>Name of the connection, declared in <c>Ingestion:Postgres:Connections</c>.</summary>
    public required string Connection { get; init; }

    /// <summary>The table with its schema, <c>schema.table</c>, as the database writes the names, without quotes.</summary>
    public required string Table { get; init; }

    /// <summary>The replication slot that keeps changes until they are read; also the name of the publication that is made where none is named. Another slot is another capture, which begins anew.</summary>
    public required string Slot { get; init; }

    /// <summary>The publication; the name of the slot unless declared.</summary>
    public required string Publication { get; init; }

    /// <summary>What happens to the rows that are there at the beginning.</summary>
    public CaptureSnapshot Snapshot { get; init; }

    /// <summary>What becomes of deleted rows.</summary>
    public CaptureDeletes Deletes { get; init; }
}

/// <summary>What happens to the rows that a captured table has at the beginning.</summary>
public enum CaptureSnapshot
{
    /// <summary>They are read first, each once.</summary>
    Initial,

    /// <summary>They are not read; only changes from then on.</summary>
    Never,
}

/// <summary>What becomes of rows that are deleted from a captured table.</summary>
public enum CaptureDeletes
{
    /// <summary>An event with the key of the row, the other columns null.</summary>
    Event,

    /// <summary>Nothing.</summary>
    Ignore,
}

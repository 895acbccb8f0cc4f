namespace Catalog.Persistence;

/// <summary>Which database holds the catalogue.</summary>
public enum PersistenceKind
{
    /// <summary>One SQLite file on the local disk, written by one process at a time. The default; needs no server.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, 13 or later, shared by any number of processes.</summary>
    Postgres,
}

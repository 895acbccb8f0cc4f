namespace Catalog.Persistence;

/// <summary>Where the catalogue is stored; configuration section <c>Catalog:Persistence</c>. All changes need a restart.</summary>
public sealed class PersistenceOptions
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "Catalog:Persistence";

    /// <summary>Configuration key of the folder that holds the product's files.</summary>
    public const string DataDirectoryKey = "Catalog:DataDirectory";

    /// <summary>File name of the SQLite database inside the data directory.</summary>
    public const string SqliteFileName = "catalog.db";

    /// <summary>The database engine. Default: <see cref="PersistenceKind.Sqlite"/>. Legal: <c>Sqlite</c>, <c>Postgres</c>.</summary>
    public PersistenceKind Kind { get; set; } = PersistenceKind.Sqlite;

    /// <summary>
    /// Connection string of the engine. Empty (the default) means, for SQLite, the file <c>catalog.db</c> in <c>Catalog:DataDirectory</c>;
    /// PostgreSQL needs one, for example <c>Host=db;Database=catalog;Username=catalog;Password=...</c>.
    /// </summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The data directory, taken from <c>Catalog:DataDirectory</c>. Used only when <see cref="ConnectionString"/> is empty.</summary>
    public string DataDirectory { get; set; } = string.Empty;

    /// <summary>
    /// How long a write waits for another process that holds the database, before it fails with <c>database-busy</c>.
    /// Default: 30 seconds. Legal: 1 second to 10 minutes. Writers of the same process queue without this limit.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

namespace Catalog.Persistence;

/// <summary>Stable codes of <see cref="PersistenceException"/>; spelled in kebab case at every door.</summary>
public enum PersistenceErrorCode
{
    /// <summary>The database cannot be reached or opened.</summary>
    DatabaseUnavailable,

    /// <summary>Another process held the database for longer than the busy timeout, or transactions kept colliding.</summary>
    DatabaseBusy,

    /// <summary>The disk or the quota is full.</summary>
    DatabaseFull,

    /// <summary>The database file is damaged or no database.</summary>
    DatabaseDamaged,

    /// <summary>A newer version of the program has changed the database; this one would misread it.</summary>
    DatabaseNewer,

    /// <summary>A write broke a rule of the schema, for example a key that must be unique.</summary>
    WriteConflict,

    /// <summary>A text has a character that the database cannot keep, such as NUL in PostgreSQL.</summary>
    TextRefused,

    /// <summary>The database refused a statement for another reason.</summary>
    DatabaseFailed,
}

namespace Ingestion.Postgres.Connections;

/// <summary>One connection.</summary>
public sealed class PostgresConnection
{
    /// <summary>
    /// How the database is reached, as Npgsql writes it: <c>Host=db;Port=5432;Database=shop;Username=capture;Password=...</c>. The user may log in for replication and read the tables. Required, and never
    /// shown.
    /// </summary>
    public string ConnectionString { get; set; } = string.Empty;
}

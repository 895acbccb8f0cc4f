namespace Ingestion.Postgres.Connections;

/// <summary>Databases whose tables sources capture, bound from <c>Ingestion:Postgres</c>. Read once, at start.</summary>
public sealed class PostgresConnectionsOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string Section = "Ingestion:Postgres";

    /// <summary>The connections by name, which sources give in <c>capture.connection</c>: 1 to 100 of the characters a-z, 0-9, '-' and '_'.</summary>
    public IDictionary<string, PostgresConnection> Connections { get; } = new Dictionary<string, PostgresConnection>(StringComparer.Ordinal);
}

using System.Net.Sockets;
using Ingestion.Model;
using Npgsql;

namespace Ingestion.Postgres.Connections;

/// <summary>Says what is wrong with a database in words of who runs it. Pure.</summary>
internal static class CaptureErrors
{
    /// <summary>Whether it is an error of a client of PostgreSQL.</summary>
    internal static bool IsOf(Exception error) => error is NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException;

    /// <param name="connection">Name of the connection.</param>
    /// <param name="capture">The table; null when it is about none.</param>
    /// <param name="error">What the client says.</param>
    internal static IngestionException Of(string connection, SourceCapture? capture, Exception error)
    {
        var what = capture is null ? $"Connection '{connection}'" : $"Table '{capture.Table}' on connection '{connection}' cannot be captured";
        return error is PostgresException server
            ? new IngestionException(CodeOf(server), $"{what}: {server.MessageText}{(capture is null ? "." : HintOf(server, capture))}", error)
            : new IngestionException(
                IngestionErrorCode.CaptureUnavailable,
                $"{what}: the database is away ({error.Message}). It is tried again; see Ingestion:Postgres:Connections:{connection}:ConnectionString.", error);
    }

    private static IngestionErrorCode CodeOf(PostgresException error)
        => IsInvalidated(error) ? IngestionErrorCode.CaptureLost : IngestionErrorCode.CaptureUnavailable;

    private static bool IsInvalidated(PostgresException error)
        => error.MessageText.Contains("can no longer get changes from replication slot", StringComparison.Ordinal) || error.MessageText.Contains("has been invalidated", StringComparison.Ordinal);

    private static string HintOf(PostgresException error, SourceCapture capture) => error.SqlState switch
    {
        _ when IsInvalidated(error) => $". {LostHint(capture)}",
        PostgresErrorCodes.ObjectNotInPrerequisiteState when error.MessageText.Contains("wal_level", StringComparison.Ordinal)
            => ". Set wal_level = logical in postgresql.conf and restart the server.",
        PostgresErrorCodes.InsufficientPrivilege
            => $". The user needs REPLICATION, SELECT on the table, and to make the publication its ownership and CREATE on the database; or make it as owner: CREATE PUBLICATION {Quote(capture.Publication)} FOR TABLE {capture.Table};",
        PostgresErrorCodes.ConfigurationLimitExceeded => ". Raise max_replication_slots in postgresql.conf, or drop slots that nobody reads (pg_replication_slots).",
        PostgresErrorCodes.TooManyConnections => ". Raise max_wal_senders or max_connections in postgresql.conf.",
        PostgresErrorCodes.ObjectInUse => $". Somebody else reads slot '{capture.Slot}', or the last reader was cut off and the server has not noticed yet (wal_sender_timeout).",
        PostgresErrorCodes.UndefinedObject => $". Make it, or name another slot in 'capture.slot' to begin anew, with a snapshot.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => ". See the user and password in the connection string, and a line for replication in pg_hba.conf.",
        _ => ".",
    };

    /// <summary>What to do when changes are missing.</summary>
    internal static string LostHint(SourceCapture capture)
        => $"Changes since then are missing. Name another slot in 'capture.slot' of the source (such as '{NextSlot(capture.Slot)}'): the table is captured anew then, with a snapshot, and the old slot is dropped.";

    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string NextSlot(string slot) => slot.Length < 60 ? slot + "_2" : slot[..60] + "_2";
}

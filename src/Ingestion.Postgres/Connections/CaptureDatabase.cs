using Npgsql;
using Npgsql.Replication;

namespace Ingestion.Postgres.Connections;

/// <summary>A database that tables are captured from. Every session writes values alike, whatever the settings of database and role are. Thread-safe.</summary>
internal sealed class CaptureDatabase : IAsyncDisposable
{
    // Times in UTC and ISO 8601, bytes in hexadecimal, money with a point: what the decoders read.
    private const string SessionOptions
        = "-c DateStyle=ISO -c TimeZone=UTC -c IntervalStyle=postgres -c bytea_output=hex -c extra_float_digits=1 -c lc_monetary=C -c default_transaction_read_only=off -c statement_timeout=0 "
        + "-c idle_in_transaction_session_timeout=0";

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly NpgsqlDataSource _source;

    internal CaptureDatabase(string name, PostgresConnection connection)
    {
        Name = name;
        _settings = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { ApplicationName = "catalog", Enlist = false };
        _settings.Options = string.IsNullOrEmpty(_settings.Options) ? SessionOptions : $"{_settings.Options} {SessionOptions}";
        _source = NpgsqlDataSource.Create(_settings);
    }

    /// <summary>Name of the connection.</summary>
    internal string Name { get; }

    /// <summary>Where it is, without anything secret.</summary>
    internal Ports.CaptureAddress Address => new($"{_settings.Host}:{_settings.Port}", _settings.Database ?? string.Empty);

    internal async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>A connection on which a slot is made or read. Its server gives it up after a silence of a minute, unless it says otherwise.</summary>
    internal async Task<LogicalReplicationConnection> OpenReplicationAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Pooling = false };
        var connection = new LogicalReplicationConnection(settings.ConnectionString) { WalReceiverStatusInterval = TimeSpan.FromSeconds(2), WalReceiverTimeout = TimeSpan.FromSeconds(60) };
        try
        {
            await connection.Open(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

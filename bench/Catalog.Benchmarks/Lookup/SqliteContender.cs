using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.Data.Sqlite;

namespace Catalog.Benchmarks.Lookup;

/// <summary>The same bytes in SQLite, laid out to its advantage: the rows of one entity lie side by side and come with one range query.</summary>
internal sealed class SqliteContender : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteParameter _key;
    private readonly SqliteParameter _viewCount;

    internal SqliteContender(string folder)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "peer.db")};Pooling=false");
        _connection.Open();
        Execute("PRAGMA journal_mode=wal; PRAGMA cache_size=-32768;");
        Execute("CREATE TABLE rows (key BLOB, view INTEGER, row BLOB, PRIMARY KEY (key, view)) WITHOUT ROWID;");
        _read = _connection.CreateCommand();
        _read.CommandText = "SELECT view, row FROM rows WHERE key = $key AND view < $views";
        _key = _read.Parameters.Add("$key", SqliteType.Blob);
        _viewCount = _read.Parameters.Add("$views", SqliteType.Integer);
        _read.Prepare();
    }

    internal void Write(IEnumerable<OnlineWrite> rows)
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows VALUES ($key, $view, $row)";
        var key = insert.Parameters.Add("$key", SqliteType.Blob);
        var view = insert.Parameters.Add("$view", SqliteType.Integer);
        var bytes = insert.Parameters.Add("$row", SqliteType.Blob);
        foreach (var row in rows)
        {
            key.Value = row.Key.Bytes.ToArray();
            view.Value = Array.IndexOf(LookupData.Views, row.View);
            bytes.Value = row.Row.ToArray();
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    internal void Read(EntityKey[] keys, int views, ReadOnlyMemory<byte>[] rows)
    {
        Array.Clear(rows);
        _viewCount.Value = views;
        for (var key = 0; key < keys.Length; key++)
        {
            _key.Value = keys[key].Bytes.ToArray();
            using var reader = _read.ExecuteReader();
            while (reader.Read())
            {
                rows[(key * views) + reader.GetInt32(0)] = reader.GetFieldValue<byte[]>(1);
            }
        }
    }

    public void Dispose()
    {
        _read.Dispose();
        _connection.Dispose();
    }

    private void Execute(string statement)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}

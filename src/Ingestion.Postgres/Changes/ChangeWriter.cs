using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ingestion.Postgres.Changes;

/// <summary>
/// Writes changes in Debezium's envelope, so that those of topics and those of tables are one shape. Beside it stand <c>key</c>, the names of the columns of the key, and <c>unchanged</c>, those of columns whose
/// value the database did not tell. What is not known of the old row is left out. Not thread-safe.
/// </summary>
/// <param name="database">Name of the database.</param>
/// <param name="schema">Schema of the table.</param>
/// <param name="table">Its name.</param>
internal sealed class ChangeWriter(string database, string schema, string table) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private readonly Utf8JsonWriter _writer = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <param name="op">c, u, d, r or t.</param>
    /// <param name="shape">The columns; null where it is about no row.</param>
    /// <param name="before">The old row; null when nothing is known of it.</param>
    /// <param name="isKeyOnly">Whether only the key of the old row is known.</param>
    /// <param name="after">The new row; null when there is none.</param>
    /// <param name="moment">Where and when it happened.</param>
    internal byte[] Write(char op, RowShape? shape, RowValue[]? before, bool isKeyOnly, RowValue[]? after, ChangeMoment moment)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteString("op"u8, [op]);
        WriteRow("before"u8, shape, before, isKeyOnly);
        WriteRow("after"u8, shape, after, isKeyOnly: false);
        if (shape is not null)
        {
            _writer.WritePropertyName("key"u8);
            shape.WriteKeyNames(_writer);
            WriteUnchanged(shape, after);
        }

        WriteSource(moment);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>The key of a row; null when there is none.</summary>
    internal byte[]? WriteKey(RowShape shape, RowValue[] row)
    {
        if (shape.KeyOf(row) is null)
        {
            return null;
        }

        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        shape.Write(_writer, row, keyOnly: true);
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void Dispose() => _writer.Dispose();

    private void WriteRow(ReadOnlySpan<byte> name, RowShape? shape, RowValue[]? row, bool isKeyOnly)
    {
        if (shape is null || row is null)
        {
            _writer.WriteNull(name);
            return;
        }

        _writer.WritePropertyName(name);
        shape.Write(_writer, row, isKeyOnly);
    }

    private void WriteUnchanged(RowShape shape, RowValue[]? after)
    {
        if (after is null || !Array.Exists(after, static value => value.IsUnchanged))
        {
            return;
        }

        _writer.WriteStartArray("unchanged"u8);
        for (var i = 0; i < after.Length; i++)
        {
            if (after[i].IsUnchanged)
            {
                _writer.WriteStringValue(shape.Names[i]);
            }
        }

        _writer.WriteEndArray();
    }

    private void WriteSource(ChangeMoment moment)
    {
        _writer.WriteStartObject("source"u8);
        _writer.WriteString("connector"u8, "postgresql"u8);
        _writer.WriteString("db"u8, database);
        _writer.WriteString("schema"u8, schema);
        _writer.WriteString("table"u8, table);
        _writer.WriteNumber("ts_us"u8, moment.At);
        if (moment.Transaction is { } transaction)
        {
            _writer.WriteNumber("txId"u8, transaction);
        }

        if (moment.Lsn is { } lsn)
        {
            _writer.WriteNumber("lsn"u8, lsn);
        }

        _writer.WriteEndObject();
    }
}

/// <summary>Where and when a change happened.</summary>
/// <param name="At">When it was committed, or when the snapshot was begun, in microseconds since 1970.</param>
/// <param name="Lsn">Where it stands in the server's log; null in a snapshot.</param>
/// <param name="Transaction">Number of the transaction; null in a snapshot.</param>
internal readonly record struct ChangeMoment(long At, ulong? Lsn, uint? Transaction);

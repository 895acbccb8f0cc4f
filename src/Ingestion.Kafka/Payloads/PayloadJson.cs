using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Catalog.Core.Values;

namespace Ingestion.Kafka.Payloads;

/// <summary>
/// The decoded payload as JSON, in the spelling that the readers of pushed events expect: times as ISO 8601 in UTC, bytes as base64, numbers that are not finite as text. Bounded: a few
/// bytes of Avro can stand for any number of nulls. Not thread-safe; used again for each record.
/// </summary>
internal sealed class PayloadJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer;
    private readonly Utf8JsonWriter _writer;
    private readonly int _maxBytes;

    private PayloadJson(ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer, int maxBytes) => (_buffer, _writer, _maxBytes) = (buffer, writer, maxBytes);

    /// <summary>Receives the values.</summary>
    internal Utf8JsonWriter Writer => _writer;

    /// <summary>Creates an empty one. Its writer holds nothing but memory, so nobody has to dispose of it.</summary>
    /// <param name="maxBytes">The longest object.</param>
    internal static PayloadJson Create(int maxBytes)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return new PayloadJson(buffer, new Utf8JsonWriter(buffer, Options), maxBytes);
    }

    /// <summary>Begins anew.</summary>
    internal void Clear()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
    }

    /// <summary>The object. Valid until <see cref="Clear"/>.</summary>
    internal ReadOnlyMemory<byte> Finish()
    {
        _writer.Flush();
        return _buffer.WrittenMemory;
    }

    /// <summary>Called once for each value, so that no payload grows without end.</summary>
    /// <exception cref="PayloadException">The object is too long.</exception>
    internal void CheckLength()
    {
        if (_writer.BytesCommitted + _writer.BytesPending > _maxBytes)
        {
            throw new PayloadException(string.Create(CultureInfo.InvariantCulture, $"decoded it is longer than {_maxBytes:N0} bytes (Ingestion:MaxRecordBytes)"));
        }
    }

    internal void WriteText(ReadOnlySpan<byte> utf8) => _writer.WriteStringValue(Checked(utf8));

    internal void WriteName(ReadOnlySpan<byte> utf8) => _writer.WritePropertyName(Checked(utf8));

    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> utf8)
        => Utf8.IsValid(utf8) ? utf8 : throw new PayloadException("a text in it is not UTF-8");

    internal void WriteDouble(double value)
    {
        if (double.IsFinite(value))
        {
            _writer.WriteNumberValue(value);
        }
        else
        {
            _writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    internal void WriteFloat(float value)
    {
        if (float.IsFinite(value))
        {
            _writer.WriteNumberValue(value);
        }
        else
        {
            _writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <param name="type">How the schema calls it, for the error.</param>
    /// <param name="microseconds">Since 1970 in UTC.</param>
    /// <param name="isLocal">Whether it has no zone.</param>
    internal void WriteTime(string type, Int128 microseconds, bool isLocal)
    {
        if (microseconds < Instant.MinValue.UnixMicroseconds || microseconds > Instant.MaxValue.UnixMicroseconds)
        {
            throw new PayloadException($"a {type} in it lies outside the years 1 to 9999");
        }

        var text = new Instant((long)microseconds).ToString();
        _writer.WriteStringValue(isLocal ? text[..^1] : text);
    }
}

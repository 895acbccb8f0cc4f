using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catalog.Core.Values;
using FeatureStore.Serving;

namespace Catalog.Web.Http;

/// <summary>
/// Writes an answer in Feast's shape, straight from its columns. A value is null unless its status is PRESENT; bytes are base64, timestamps whole seconds
/// since 1970, and numbers that JSON does not know the texts <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, as protobuf's JSON has them. Only a stale answer has a member that Feast's has not,
/// <c>metadata.stale_as_of</c>, which Feast's clients pass over.
/// </summary>
internal sealed class OnlineFeaturesWriter(IBufferWriter<byte> output) : IAsyncDisposable
{
    private const int FlushBytes = 64 * 1024;

    private static readonly JsonEncodedText FeatureNames = JsonEncodedText.Encode("feature_names");
    private static readonly JsonEncodedText StaleAsOf = JsonEncodedText.Encode("stale_as_of");
    private static readonly JsonEncodedText Values = JsonEncodedText.Encode("values");
    private static readonly JsonEncodedText Statuses = JsonEncodedText.Encode("statuses");
    private static readonly JsonEncodedText EventTimestamps = JsonEncodedText.Encode("event_timestamps");

    private static readonly byte[][] StatusNames = [.. Enumerable.Range(0, 5).Select(static number => Encoding.ASCII.GetBytes($"\"{((FieldStatus)number).ToWireName()}\""))];

    private readonly Utf8JsonWriter _json =
        new(output, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    // Columns of one view share their times, so these are put into words once.
    private readonly Dictionary<Instant[], byte[]> _times = new(ReferenceEqualityComparer.Instance);

    // They mostly have the same statuses, too.
    private readonly ArrayBufferWriter<byte> _statuses = new();
    private FieldStatus[]? _written;

    internal async Task WriteAsync(OnlineFeaturesResponse response, Func<Task> flushAsync)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("metadata");
        _json.WriteStartArray(FeatureNames);
        foreach (var column in response.Columns)
        {
            _json.WriteStringValue(column.Name);
        }

        _json.WriteEndArray();
        if (response.StaleAsOf is { } asOf)
        {
            _json.WriteString(StaleAsOf, asOf.ToString());
        }

        _json.WriteEndObject();
        _json.WriteStartArray("results");
        foreach (var column in response.Columns)
        {
            WriteColumn(column);
            if (_json.BytesPending > FlushBytes)
            {
                _json.Flush();
                await flushAsync();
            }
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void WriteColumn(OnlineColumn column)
    {
        _json.WriteStartObject();
        _json.WriteStartArray(Values);
        foreach (var value in column.Values)
        {
            WriteValue(value);
        }

        _json.WriteEndArray();
        _json.WritePropertyName(Statuses);
        _json.WriteRawValue(InWords(column.Statuses), skipInputValidation: true);
        _json.WritePropertyName(EventTimestamps);
        if (!_times.TryGetValue(column.EventTimes, out var times))
        {
            _times.Add(column.EventTimes, times = InWords(column.EventTimes));
        }

        _json.WriteRawValue(times, skipInputValidation: true);
        _json.WriteEndObject();
    }

    private ReadOnlySpan<byte> InWords(FieldStatus[] statuses)
    {
        if (_written is null || !statuses.AsSpan().SequenceEqual(_written))
        {
            _statuses.ResetWrittenCount();
            _statuses.Write("["u8);
            for (var i = 0; i < statuses.Length; i++)
            {
                _statuses.Write(i == 0 ? ""u8 : ","u8);
                _statuses.Write(StatusNames[(int)statuses[i]]);
            }

            _statuses.Write("]"u8);
            _written = statuses;
        }

        return _statuses.WrittenSpan;
    }

    private static byte[] InWords(Instant[] times)
    {
        var text = new StringBuilder("[", (times.Length * 32) + 2);
        for (var i = 0; i < times.Length; i++)
        {
            text.Append(i == 0 ? "\"" : ",\"").Append(times[i].ToString()).Append('"');
        }

        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    private void WriteValue(Value value)
    {
        if (value.IsNull)
        {
            _json.WriteNullValue();
        }
        else if (value.Type.IsList)
        {
            _json.WriteStartArray();
            foreach (var item in value.AsList())
            {
                WriteValue(item);
            }

            _json.WriteEndArray();
        }
        else
        {
            WriteScalar(value);
        }
    }

    private void WriteScalar(Value value)
    {
        switch (value.Type.Element)
        {
            case ScalarType.Bool:
                _json.WriteBooleanValue(value.AsBool());
                break;
            case ScalarType.String:
                _json.WriteStringValue(value.AsString());
                break;
            case ScalarType.Bytes:
                _json.WriteBase64StringValue(value.AsBytes());
                break;
            case ScalarType.Timestamp:
                _json.WriteNumberValue((long)Math.Floor(value.AsInt64() / 1e6m));
                break;
            case ScalarType.Float or ScalarType.Double when !double.IsFinite(value.AsDouble()):
                _json.WriteStringValue(value.AsDouble().ToString(CultureInfo.InvariantCulture));
                break;
            case ScalarType.Float:
                _json.WriteNumberValue(value.AsFloat());
                break;
            case ScalarType.Double:
                _json.WriteNumberValue(value.AsDouble());
                break;
            default:
                _json.WriteNumberValue(value.AsInt64());
                break;
        }
    }
}

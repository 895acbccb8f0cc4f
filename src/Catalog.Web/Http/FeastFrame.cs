using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Ingestion;

namespace Catalog.Web.Http;

/// <summary>
/// The body of Feast's push and write: columns of equal length by name. The content type is not looked at, unlike Feast, so that <c>curl -d</c> works as it stands.
/// </summary>
internal sealed class FeastFrame : IDisposable
{
    private const int FlushBytes = 64 * 1024;

    // A JSON document cannot be larger than memory's arrays, whatever the setting says.
    private const int MostJsonBytes = 1 << 30;

    private readonly JsonDocument _document;
    private readonly List<(string Name, JsonElement Values)> _columns;

    private FeastFrame(JsonDocument document, string nameMember)
    {
        _document = document;
        var body = document.RootElement;
        Name = FeastBody.ReadText(body, nameMember) ?? throw FeastException.At("missing", "Field required", nameMember);
        To = FeastBody.ReadText(body, "to");
        _columns = ReadColumns(body);
    }

    /// <summary>What the rows go to: Feast's push source, which is a source here, or a feature view.</summary>
    internal string Name { get; }

    /// <summary>Which stores a push goes to, in Feast's words; null where nothing is said.</summary>
    internal string? To { get; }

    /// <summary>Names of the columns.</summary>
    internal IReadOnlyCollection<string> Columns => [.. _columns.Select(static column => column.Name)];

    internal int RowCount => _columns.Count == 0 ? 0 : _columns[0].Values.GetArrayLength();

    /// <param name="request">The request.</param>
    /// <param name="nameMember">The member that names what the rows go to.</param>
    /// <param name="maxBytes">The longest body that is taken, <c>Ingestion:MaxPushBytes</c>.</param>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="FeastException">The JSON has another shape.</exception>
    internal static async Task<FeastFrame> ReadAsync(HttpRequest request, string nameMember, long maxBytes)
    {
        RequestBody.AllowAnySize(request);
        var document = FeastBody.Parse(await RequestBody.ReadAsync(request, (int)Math.Min(maxBytes, MostJsonBytes), "Ingestion:MaxPushBytes", request.HttpContext.RequestAborted));
        try
        {
            return new FeastFrame(document, nameMember);
        }
        catch (Exception exception)
        {
            document.Dispose();
            if (exception is InvalidOperationException)
            {
                // The document looks into a text only when it is asked for.
                throw new JsonException(exception.Message, exception);
            }

            throw;
        }
    }

    /// <summary>Writes the rows as JSON lines into a stream while somebody reads it.</summary>
    internal async Task<T> SendAsync<T>(Func<Stream, Task<T>> read)
    {
        var pipe = new Pipe();
        var writing = WriteRowsAsync(pipe.Writer);
        try
        {
            return await read(pipe.Reader.AsStream(leaveOpen: true));
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await writing;
        }
    }

    public void Dispose() => _document.Dispose();

    private async Task WriteRowsAsync(PipeWriter writer)
    {
        try
        {
            await using var json = new Utf8JsonWriter(writer, new JsonWriterOptions { SkipValidation = true });
            var columns = _columns.Select(static column => column.Values.EnumerateArray()).ToArray();
            for (var row = 0; row < RowCount; row++)
            {
                WriteRow(json, columns);
                writer.Write("\n"u8);
                if (writer.UnflushedBytes >= FlushBytes && (await writer.FlushAsync()).IsCompleted)
                {
                    break;
                }
            }

            await writer.CompleteAsync();
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair shows only here; the reader gets the error, so nothing is appended.
            await writer.CompleteAsync(new JsonException(exception.Message, exception));
        }
    }

    private void WriteRow(Utf8JsonWriter json, JsonElement.ArrayEnumerator[] columns)
    {
        json.WriteStartObject();
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column].MoveNext();
            json.WritePropertyName(_columns[column].Name);
            columns[column].Current.WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();
        json.Reset();
    }

    private static List<(string Name, JsonElement Values)> ReadColumns(JsonElement body)
    {
        if (!body.TryGetProperty("df", out var frame))
        {
            throw FeastException.At("missing", "Field required", "df");
        }

        if (frame.ValueKind != JsonValueKind.Object)
        {
            throw FeastException.At("dict_type", "Input should be a valid dictionary", "df");
        }

        var columns = new List<(string Name, JsonElement Values)>();
        foreach (var member in frame.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Array)
            {
                throw FeastException.At("list_type", "Input should be a valid list", "df", member.Name);
            }

            columns.RemoveAll(earlier => earlier.Name == member.Name);
            columns.Add((member.Name, member.Value));
        }

        return columns.Select(static column => column.Values.GetArrayLength()).Distinct().Count() <= 1 ? columns : throw Invalid(
            $"All columns of 'df' must have the same length: {string.Join(", ", columns.Select(static column => $"'{column.Name}' has {column.Values.GetArrayLength()}"))}.");
    }

    private static IngestionException Invalid(string message) => new(IngestionErrorCode.InvalidPush, message);
}

using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using FeatureStore.Model;
using Ingestion;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Pushes;

namespace Catalog.Web.Http;

/// <summary>
/// The body of Feast's push: columns of equal length by name. The content type is not looked at, unlike Feast, so that <c>curl -d</c> works as it stands.
/// </summary>
internal sealed class FeastFrame : IDisposable
{
    private const int FlushBytes = 64 * 1024;

    private readonly JsonDocument _document;
    private readonly List<(string Name, JsonElement Values)> _columns;

    private FeastFrame(JsonDocument document)
    {
        _document = document;
        var body = document.RootElement;
        Source = FeastBody.ReadText(body, "push_source_name") ?? throw FeastException.At("missing", "Field required", "push_source_name");
        Targets = FeastPush.TargetsOf(FeastBody.ReadText(body, "to"));
        _columns = ReadColumns(body);
    }

    /// <summary>Feast's push source, which is a source here.</summary>
    internal string Source { get; }

    internal EventTargets Targets { get; }

    private int RowCount => _columns.Count == 0 ? 0 : _columns[0].Values.GetArrayLength();

    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="FeastException">The JSON has another shape.</exception>
    internal static FeastFrame Read(ReadOnlyMemory<byte> body)
    {
        var document = FeastBody.Parse(body);
        try
        {
            return new FeastFrame(document);
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

    /// <summary>Refuses a frame that lacks a column without which no row of it could be found again.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidPush"/>.</exception>
    internal void Check(Source source, IReadOnlyList<FeatureView> views)
    {
        if (RowCount == 0)
        {
            return;
        }

        FeastPush.Check(_columns.Select(static column => column.Name), "'df'", source, views);
    }

    /// <summary>Writes the rows as JSON lines into a stream while somebody reads it.</summary>
    internal async Task<PushResult> SendAsync(Func<Stream, Task<PushResult>> read)
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

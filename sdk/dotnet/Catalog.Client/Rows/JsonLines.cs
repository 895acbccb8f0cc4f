using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Catalog.Client;

/// <summary>Writes rows of the caller's as JSON lines, piece by piece.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Pieces of whole lines; none is larger than asked for unless one line is. A piece is good until the next is asked for.</summary>
    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> WriteAsync(
        IAsyncEnumerable<object> rows, int pieceBytes, bool specialNumbers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var writer = new RowWriter(specialNumbers);
        var buffer = new ArrayBufferWriter<byte>(Math.Min(pieceBytes, 64 * 1024));
        var json = new Utf8JsonWriter(buffer, Options);
        var number = 0L;
        await using (json.ConfigureAwait(false))
        {
            await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var before = buffer.WrittenCount;
                writer.Write(json, row, ++number);
                await json.FlushAsync(cancellationToken).ConfigureAwait(false);
                json.Reset();
                buffer.Write("\n"u8);
                if (buffer.WrittenCount > pieceBytes && before > 0)
                {
                    yield return buffer.WrittenMemory[..before];
                    var line = buffer.WrittenSpan[before..].ToArray();
                    buffer.ResetWrittenCount();
                    buffer.Write(line);
                }
            }
        }

        if (buffer.WrittenCount > 0)
        {
            yield return buffer.WrittenMemory;
        }
    }

    /// <summary>Rows that are there as rows that come.</summary>
    internal static async IAsyncEnumerable<object> ToAsync(IEnumerable<object> rows)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var row in rows)
        {
            yield return row;
        }
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Catalog.Core.Arrow;

/// <summary>
/// Writes tables in the Arrow IPC streaming format (https://arrow.apache.org/docs/format/Columnar.html): the schema, record batches, the mark of the end. Holds one batch at a time,
/// and waits for the reader before it fills the next.
/// </summary>
public static class ArrowStream
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/vnd.apache.arrow.stream";

    /// <summary>Rows from which on a batch is full.</summary>
    public const int MaxBatchRows = 65_536;

    /// <summary>Bytes from which on a batch is full.</summary>
    public const int MaxBatchBytes = 4 << 20;

    private const int PieceBytes = 64 * 1024;

    private static readonly byte[] EndOfStream = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    /// <summary>As <see cref="WriteAsync(IArrowSource, PipeWriter, CancellationToken)"/>, to a stream, which stays open.</summary>
    public static async Task WriteAsync(IArrowSource source, Stream target, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(target, new StreamPipeWriterOptions(minimumBufferSize: PieceBytes, leaveOpen: true));
        try
        {
            await WriteAsync(source, writer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Otherwise what is left is written, also to a reader who has gone.
            await writer.CompleteAsync(exception).ConfigureAwait(false);
            throw;
        }

        await writer.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Writes the whole table. What stands there is a whole stream only when this ends well; nothing is sent before the first rows have been read.</summary>
    /// <param name="source">The table; it is not disposed of.</param>
    /// <param name="target">Where to; it is flushed and not completed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled, or the reader has gone.</exception>
    public static Task WriteAsync(IArrowSource source, PipeWriter target, CancellationToken cancellationToken)
        => WriteAsync(source, ArrowMessage.OfSchema(source.Fields), target, cancellationToken);

    /// <summary>As <see cref="WriteAsync(IArrowSource, PipeWriter, CancellationToken)"/>, for who writes many tables of the same columns.</summary>
    /// <param name="source">The table; it is not disposed of.</param>
    /// <param name="schema">What <see cref="WriteSchema"/> gave for its columns.</param>
    /// <param name="target">Where to; it is flushed and not completed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled, or the reader has gone.</exception>
    public static async Task WriteAsync(IArrowSource source, byte[] schema, PipeWriter target, CancellationToken cancellationToken)
    {
        target.Write(schema);
        var batch = new ArrowBatch(source.Fields);
        while (true)
        {
            await source.FillAsync(batch, cancellationToken).ConfigureAwait(false);
            if (batch.RowCount == 0)
            {
                break;
            }

            await WriteAsync(batch, target, cancellationToken).ConfigureAwait(false);
            batch.Clear();
        }

        target.Write(EndOfStream);
        await FlushAsync(target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The schema as a message of its own, with the marks that frame it.</summary>
    /// <param name="fields">The columns.</param>
    /// <param name="metadata">What is noted beside them.</param>
    public static byte[] WriteSchema(IReadOnlyList<ArrowField> fields, IReadOnlyDictionary<string, string>? metadata = null) => ArrowMessage.OfSchema(fields, metadata);

    /// <summary>The messages of the stream without the marks that frame them, and without the end: first the schema, then the batches.</summary>
    /// <param name="source">The table; it is not disposed of.</param>
    /// <param name="metadata">What is noted beside the columns.</param>
    /// <param name="batchBytes">Bytes from which on a batch is full; one row more may be in it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Messages each of which is valid until the next is asked for.</returns>
    public static async IAsyncEnumerable<ArrowPart> ReadPartsAsync(
        IArrowSource source, IReadOnlyDictionary<string, string> metadata, int batchBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new ArrowPart(ArrowMessage.Unframed(ArrowMessage.OfSchema(source.Fields, metadata)), []);
        var batch = new ArrowBatch(source.Fields, maxBytes: batchBytes);
        while (true)
        {
            await source.FillAsync(batch, cancellationToken).ConfigureAwait(false);
            if (batch.RowCount == 0)
            {
                yield break;
            }

            var (message, buffers) = ArrowMessage.OfBatch(batch);
            yield return new ArrowPart(ArrowMessage.Unframed(message), buffers);
            batch.Clear();
        }
    }

    private static async Task WriteAsync(ArrowBatch batch, PipeWriter target, CancellationToken cancellationToken)
    {
        var (message, buffers) = ArrowMessage.OfBatch(batch);
        target.Write(message);
        foreach (var buffer in buffers)
        {
            for (var at = 0; at < buffer.Length; at += PieceBytes)
            {
                target.Write(buffer.Span.Slice(at, Math.Min(PieceBytes, buffer.Length - at)));
                if (target.UnflushedBytes >= PieceBytes)
                {
                    await FlushAsync(target, cancellationToken).ConfigureAwait(false);
                }
            }

            Pad(target, ArrowMessage.PaddingOf(buffer.Length));
        }
    }

    private static void Pad(PipeWriter target, int count)
    {
        if (count > 0)
        {
            target.GetSpan(count)[..count].Clear();
            target.Advance(count);
        }
    }

    private static async Task FlushAsync(PipeWriter target, CancellationToken cancellationToken)
    {
        if ((await target.FlushAsync(cancellationToken).ConfigureAwait(false)).IsCompleted)
        {
            throw new OperationCanceledException("The reader of the Arrow stream has gone.");
        }
    }
}

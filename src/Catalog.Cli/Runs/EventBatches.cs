using System.Runtime.CompilerServices;

namespace Catalog.Cli.Runs;

/// <summary>Cuts lines of events into pieces of bounded size, so that any number of them can be pushed and each piece can be sent again.</summary>
internal static class EventBatches
{
    /// <summary>The pieces, each of whole lines; a line that is longer than a piece is a piece of its own.</summary>
    /// <param name="lines">The bytes; read as they come.</param>
    /// <param name="size">Bytes of a piece at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> CutAsync(Stream lines, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[size];
        var filled = 0;
        while (true)
        {
            // A terminal or a pipe does not let go of a read by itself.
            var count = await lines.ReadAsync(buffer.AsMemory(filled), cancellationToken).AsTask().WaitAsync(cancellationToken);
            filled += count;
            if (count == 0)
            {
                break;
            }

            if (filled < buffer.Length)
            {
                continue;
            }

            var end = buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (end == 0)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
                continue;
            }

            yield return buffer.AsMemory(0, end);
            buffer.AsSpan(end, filled - end).CopyTo(buffer);
            filled -= end;
        }

        if (filled > 0)
        {
            yield return buffer.AsMemory(0, filled);
        }
    }
}

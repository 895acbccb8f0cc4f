using FeatureStore.Windows;

namespace FeatureStore.Proof;

/// <summary>How the lookups of one use of a view are logged.</summary>
/// <param name="Shape">What they have in common.</param>
/// <param name="Slots">For each feature of the shape the slot that its values go to.</param>
/// <param name="Row">Place of the view's row among those read for a key.</param>
/// <param name="ValueRows">Places of the rows of single features.</param>
/// <param name="Newest">How many newest values stand in the view's row before what windows need; -1 for a view without windows.</param>
internal sealed record LoggedView(LookupShape Shape, int[] Slots, int Row, int[] ValueRows, int Newest)
{
    /// <summary>The last sequence in each stored row of a key; -1 where there is none.</summary>
    internal long[] SeenIn(ReadOnlySpan<ReadOnlyMemory<byte>> rows)
    {
        var seen = new long[1 + ValueRows.Length];
        seen[0] = rows[Row].IsEmpty ? -1 : Newest < 0 ? SequenceOf(rows[Row]) : WindowReader.AppliedIn(rows[Row].Span, Newest);
        for (var i = 0; i < ValueRows.Length; i++)
        {
            seen[1 + i] = SequenceOf(rows[ValueRows[i]]);
        }

        return seen;
    }

    private static long SequenceOf(ReadOnlyMemory<byte> row) => row.IsEmpty ? -1 : Rows.OnlineRowCodec.DecodeHead(row.Span).Sequence;
}

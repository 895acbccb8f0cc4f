using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Catalog.Core.Storage;
using FeatureStore.Proof;

namespace FeatureStore.Embedded.Lookups;

/// <summary>Reads the records of one file of the lookup log, which is small enough to be held. Ends where the bytes do, or at the first record that is torn or damaged. Not thread-safe.</summary>
/// <param name="file">The bytes of the file that count.</param>
/// <param name="first">Number of its first lookup.</param>
internal sealed class LookupSegmentReader(ReadOnlyMemory<byte> file, long first)
{
    private readonly Dictionary<int, LookupShape> _shapes = [];
    private int _place = LookupFrame.HeaderLength;
    private ReadOnlyMemory<byte> _record;

    /// <summary>Where the intact part of the file ends.</summary>
    internal int IntactLength { get; private set; } = LookupFrame.HeaderLength;

    /// <summary>Number of the lookup that comes next.</summary>
    internal long Next { get; private set; } = first;

    /// <summary>The shape of the lookup at hand.</summary>
    internal LookupShape? Shape { get; private set; }

    /// <summary>Goes to the next lookup.</summary>
    [MemberNotNullWhen(true, nameof(Shape))]
    internal bool Move()
    {
        while (TryReadRecord())
        {
            if (LookupCodec.IsShape(_record.Span, out var number))
            {
                _shapes[number] = LookupCodec.ReadShape(_record.Span);
                continue;
            }

            if (!_shapes.TryGetValue(number, out var shape))
            {
                return false;
            }

            Shape = shape;
            Next++;
            return true;
        }

        return false;
    }

    /// <summary>The lookup at hand.</summary>
    internal LoggedLookup Read() => LookupCodec.ReadLookup(_record.Span, Shape!, Next - 1); // Set by the move that came before.

    private bool TryReadRecord()
    {
        var rest = file.Span[Math.Min(_place, file.Length)..];
        if (rest.Length < LookupFrame.HeadLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (length > rest.Length - LookupFrame.HeadLength || BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) != Crc32C.Compute(rest.Slice(LookupFrame.HeadLength, (int)length)))
        {
            return false;
        }

        _record = file.Slice(_place + LookupFrame.HeadLength, (int)length);
        _place += LookupFrame.HeadLength + (int)length;
        IntactLength = _place;
        return true;
    }
}

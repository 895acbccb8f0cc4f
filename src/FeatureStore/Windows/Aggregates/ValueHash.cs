using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Values;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// A 64-bit hash of a value that is the same on every machine and in every version, since it is stored: numbers and times by their bits, text by its UTF-8, through the finalizer of
/// MurmurHash3 (fmix64) chained over eight bytes at a time.
/// </summary>
internal static class ValueHash
{
    private const ulong Seed = 0x9E37_79B9_7F4A_7C15;
    private const int StackBytes = 256;

    internal static ulong Of(Value value)
    {
        switch (value.Type)
        {
            case { IsList: true }:
                var hash = Seed;
                foreach (var item in value.AsList())
                {
                    hash = Mix(hash ^ (item.IsNull ? 1 : Of(item)));
                }

                return hash;
            case { Element: ScalarType.String }:
                return OfText(value.AsString());
            case { Element: ScalarType.Bytes }:
                return OfBytes(value.AsBytes());
            default:
                return Mix(Seed ^ unchecked((ulong)value.Bits64));
        }
    }

    private static ulong OfText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Span<byte> bytes = length <= StackBytes ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, bytes);
        return OfBytes(bytes);
    }

    private static ulong OfBytes(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        Span<byte> rest = stackalloc byte[sizeof(ulong)];
        rest.Clear();
        bytes.CopyTo(rest);
        return Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return hash ^ (hash >> 33);
    }
}

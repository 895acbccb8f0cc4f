namespace Catalog.Core.Storage;

/// <summary>The CRC-32 checksum of gzip (RFC 1952, 8), added up piece by piece. Not thread-safe.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    private static readonly uint[][] Tables = MakeTables();

    private uint _state = uint.MaxValue;

    /// <summary>The checksum of what was added; of the nine digits <c>123456789</c> it is <c>0xCBF43926</c>.</summary>
    internal uint Value => ~_state;

    internal void Reset() => _state = uint.MaxValue;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = _state;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)] ^ Tables[4][low >> 24]
                ^ Tables[3][bytes[4]] ^ Tables[2][bytes[5]] ^ Tables[1][bytes[6]] ^ Tables[0][bytes[7]];
        }

        foreach (var value in bytes)
        {
            crc = Tables[0][(byte)(crc ^ value)] ^ (crc >> 8);
        }

        _state = crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = Enumerable.Range(0, Slices).Select(static _ => new uint[256]).ToArray();
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }

            tables[0][value] = crc;
        }

        for (var slice = 1; slice < Slices; slice++)
        {
            for (var value = 0; value < 256; value++)
            {
                var before = tables[slice - 1][value];
                tables[slice][value] = tables[0][(byte)before] ^ (before >> 8);
            }
        }

        return tables;
    }
}

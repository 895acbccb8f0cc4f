using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>
/// The values of one column of a chunk, read in place. Asking for a value of a null row gives an unspecified value, never a fault.
/// </summary>
internal readonly unsafe ref struct DuckDbVector
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long MicrosecondsPerDay = 86_400 * MicrosecondsPerSecond;

    private readonly nint _vector;
    private readonly byte* _data;
    private readonly ulong* _validity;
    private readonly int _rowCount;

    internal DuckDbVector(nint vector, DuckDbColumnType type, int rowCount)
    {
        _vector = vector;
        _data = (byte*)NativeMethods.duckdb_vector_get_data(vector);
        _validity = NativeMethods.duckdb_vector_get_validity(vector);
        _rowCount = rowCount;
        Type = type;
    }

    internal DuckDbColumnType Type { get; }

    /// <summary>Rows of the chunk; for the elements of lists, all elements of the chunk.</summary>
    internal int RowCount => _rowCount;

    /// <summary>Whether no row of the chunk is null.</summary>
    internal bool HasNoNulls => _validity is null;

    internal bool IsNull(int row) => _validity is not null && (_validity[row >> 6] & (1UL << (row & 63))) == 0;

    /// <summary>The stored values as they are; for columns whose stored form is <typeparamref name="T"/>.</summary>
    internal ReadOnlySpan<T> Data<T>()
        where T : unmanaged => new(_data, _rowCount);

    internal bool GetBool(int row) => _data[row] != 0;

    /// <summary>A whole number of up to 64 bits. Throws <see cref="OverflowException"/> for an unsigned one above the largest int64.</summary>
    internal long GetInt64(int row) => Type.Storage switch
    {
        DuckDbType.TinyInt => ((sbyte*)_data)[row],
        DuckDbType.SmallInt => ((short*)_data)[row],
        DuckDbType.Integer => ((int*)_data)[row],
        DuckDbType.UTinyInt => _data[row],
        DuckDbType.USmallInt => ((ushort*)_data)[row],
        DuckDbType.UInteger => ((uint*)_data)[row],
        DuckDbType.UBigInt => checked((long)((ulong*)_data)[row]),
        DuckDbType.BigInt => ((long*)_data)[row],
        _ => throw Mismatch(),
    };

    internal float GetFloat(int row) => Type.Id == DuckDbType.Float ? ((float*)_data)[row] : throw Mismatch();

    internal double GetDouble(int row) => Type.Id switch
    {
        DuckDbType.Double => ((double*)_data)[row],
        DuckDbType.Float => ((float*)_data)[row],
        DuckDbType.Decimal => double.Parse(GetDecimalText(row), CultureInfo.InvariantCulture),
        _ => throw Mismatch(),
    };

    /// <summary>Microseconds since 1970 of a timestamp (without a zone: of UTC) or of the midnight a date begins with.</summary>
    internal long GetMicroseconds(int row) => Type.Id switch
    {
        DuckDbType.Timestamp or DuckDbType.TimestampTz => ((long*)_data)[row],
        DuckDbType.TimestampSeconds => checked(((long*)_data)[row] * MicrosecondsPerSecond),
        DuckDbType.TimestampMilliseconds => checked(((long*)_data)[row] * 1_000),
        DuckDbType.TimestampNanoseconds => FloorDivide(((long*)_data)[row], 1_000),
        DuckDbType.Date => ((int*)_data)[row] * MicrosecondsPerDay,
        _ => throw Mismatch(),
    };

    /// <summary>The bytes of text or of a blob; valid as long as the chunk.</summary>
    internal ReadOnlySpan<byte> GetBytes(int row)
        => Type.Id is DuckDbType.VarChar or DuckDbType.Blob ? DuckDbString.Span((DuckDbString*)_data + row) : throw Mismatch();

    internal string GetString(int row) => Encoding.UTF8.GetString(GetBytes(row));

    internal Int128 GetHugeInt(int row) => Type.Storage == DuckDbType.HugeInt ? ((DuckDbHugeInt*)_data)[row].ToInt128() : throw Mismatch();

    internal UInt128 GetUHugeInt(int row) => Type.Id == DuckDbType.UHugeInt ? ((DuckDbHugeInt*)_data)[row].ToUInt128() : throw Mismatch();

    /// <summary>DuckDB stores a UUID as a big number whose top bit is flipped, so that it sorts like its text.</summary>
    internal Guid GetGuid(int row)
    {
        var bits = Type.Id == DuckDbType.Uuid ? ((DuckDbHugeInt*)_data)[row].ToUInt128() ^ (UInt128.One << 127) : throw Mismatch();
        Span<byte> bytes = stackalloc byte[16];
        ((IBinaryInteger<UInt128>)bits).WriteBigEndian(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>All digits of a decimal as one whole number.</summary>
    internal Int128 GetUnscaled(int row) => Type.Id != DuckDbType.Decimal ? throw Mismatch()
        : Type.Storage == DuckDbType.HugeInt ? GetHugeInt(row)
        : GetInt64(row);

    /// <summary>All digits of a decimal, such as <c>-0.05</c>.</summary>
    internal string GetDecimalText(int row)
    {
        var unscaled = GetUnscaled(row);
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Type.Scale + 1, '0');
        var text = Type.Scale == 0 ? digits : $"{digits[..^Type.Scale]}.{digits[^Type.Scale..]}";
        return Int128.IsNegative(unscaled) ? "-" + text : text;
    }

    /// <summary>Where the elements of a list lie in <see cref="Elements"/>.</summary>
    internal Range GetList(int row)
    {
        var entry = ((DuckDbListEntry*)_data)[row];
        return (int)entry.Offset..checked((int)(entry.Offset + entry.Length));
    }

    /// <summary>The elements of all lists of the chunk.</summary>
    internal DuckDbVector Elements()
        => Type.Element is { } element
            ? new(NativeMethods.duckdb_list_vector_get_child(_vector), element, checked((int)NativeMethods.duckdb_list_vector_get_size(_vector)))
            : throw Mismatch();

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    private InvalidOperationException Mismatch([CallerMemberName] string reader = "")
        => new($"{reader} cannot read a column of type {Type}.");
}

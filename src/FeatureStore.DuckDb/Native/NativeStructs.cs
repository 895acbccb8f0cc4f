using System.Runtime.InteropServices;

namespace FeatureStore.DuckDb.Native;

/// <summary><c>duckdb_result</c>: five deprecated fields and the pointer that matters. Passed by value to the fetch function.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbResult
{
    private readonly ulong _deprecatedColumnCount;
    private readonly ulong _deprecatedRowCount;
    private readonly ulong _deprecatedRowsChanged;
    private readonly nint _deprecatedColumns;
    private readonly nint _deprecatedErrorMessage;
    private readonly nint _internalData;
}

/// <summary><c>duckdb_string_t</c>: up to twelve bytes stand in the struct itself, longer data behind the pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DuckDbString
{
    private const int InlineLength = 12;

    private readonly uint _length;
    private fixed byte _prefix[4];
    private readonly byte* _pointer;

    /// <summary>The bytes of the string that <paramref name="text"/> points to; valid as long as its vector.</summary>
    internal static ReadOnlySpan<byte> Span(DuckDbString* text)
        => text->_length <= InlineLength ? new(text->_prefix, (int)text->_length) : new(text->_pointer, checked((int)text->_length));
}

/// <summary><c>duckdb_list_entry</c>: where the elements of one list lie in the child vector.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DuckDbListEntry(ulong offset, ulong length)
{
    internal readonly ulong Offset = offset;
    internal readonly ulong Length = length;
}

/// <summary><c>duckdb_hugeint</c>: the value is <c>Upper * 2^64 + Lower</c>. A <c>duckdb_uhugeint</c> has the same bits.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DuckDbHugeInt(ulong lower, long upper)
{
    internal readonly ulong Lower = lower;
    internal readonly long Upper = upper;

    internal Int128 ToInt128() => new((ulong)Upper, Lower);

    internal UInt128 ToUInt128() => new((ulong)Upper, Lower);
}

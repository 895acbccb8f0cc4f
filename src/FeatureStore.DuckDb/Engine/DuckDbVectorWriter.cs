using System.Buffers;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Native;

namespace FeatureStore.DuckDb.Engine;

/// <summary>Writes the values of one column of a chunk in place. Rows are written in order; a row not written becomes null.</summary>
internal sealed unsafe class DuckDbVectorWriter(DataType type)
{
    private nint _vector;
    private byte* _data;
    private ulong* _validity;
    private DuckDbVectorWriter? _elements;
    private int _elementCount;
    private int _elementCapacity;
    private int _lastWritten;

    /// <summary>Starts on an empty vector.</summary>
    internal void Begin(nint vector)
    {
        _vector = vector;
        _lastWritten = -1;
        _elementCount = 0;
        _elementCapacity = 0;
        Locate();
        if (type.IsList)
        {
            _elements ??= new DuckDbVectorWriter(new DataType(type.Element));
            _elements.Begin(NativeMethods.duckdb_list_vector_get_child(vector));
        }
    }

    /// <summary>The rows as they are stored, to be written at once; for columns whose stored form is <typeparamref name="T"/>. Those that are null are told by <see cref="WriteNull"/>, and none is ended.</summary>
    internal Span<T> Data<T>(int rows)
        where T : unmanaged => new(_data, rows);

    /// <summary>Makes a row null.</summary>
    internal void WriteNull(int row) => _validity[row >> 6] &= ~(1UL << (row & 63));

    /// <summary>Ends a row: it is null if it was not written.</summary>
    internal void EndRow(int row)
    {
        if (_lastWritten != row)
        {
            WriteNull(row);
            if (type.IsList)
            {
                ((DuckDbListEntry*)_data)[row] = new((ulong)_elementCount, 0);
            }
        }
    }

    /// <summary>A whole number of 64 bits, or the microseconds of a timestamp.</summary>
    internal void Write(int row, long value)
    {
        ((long*)_data)[row] = value;
        _lastWritten = row;
    }

    /// <summary>A bool, a number or a time in its stored form, of which a smaller type takes the low bits.</summary>
    internal void WriteBits(int row, long bits)
    {
        _lastWritten = row;
        switch (type.Element)
        {
            case ScalarType.Bool:
                _data[row] = (byte)bits;
                break;
            case ScalarType.Int32 or ScalarType.Float:
                ((int*)_data)[row] = (int)bits;
                break;
            default:
                ((long*)_data)[row] = bits;
                break;
        }
    }

    internal void Write(int row, Value value)
    {
        if (value.Type != type)
        {
            throw new ArgumentException($"A column of type '{type}' cannot hold the value '{value}' of type '{value.Type}'.", nameof(value));
        }

        _lastWritten = row;
        if (type.IsList)
        {
            WriteList(row, value.AsList());
            return;
        }

        switch (type.Element)
        {
            case ScalarType.String:
                WriteText(row, value.AsString());
                break;
            case ScalarType.Bytes:
                WriteBytes(row, value.AsBytes());
                break;
            default:
                WriteBits(row, value.Bits64);
                break;
        }
    }

    private void Locate()
    {
        NativeMethods.duckdb_vector_ensure_validity_writable(_vector);
        _data = (byte*)NativeMethods.duckdb_vector_get_data(_vector);
        _validity = NativeMethods.duckdb_vector_get_validity(_vector);
    }

    private void WriteList(int row, Value[] items)
    {
        ((DuckDbListEntry*)_data)[row] = new((ulong)_elementCount, (ulong)items.Length);
        Reserve(_elementCount + items.Length);
        foreach (var item in items)
        {
            if (!item.IsNull)
            {
                _elements!.Write(_elementCount, item); // A list writer always has one.
            }

            _elements!.EndRow(_elementCount++);
        }

        _ = NativeMethods.duckdb_list_vector_set_size(_vector, (ulong)_elementCount);
    }

    /// <summary>Growing the child vector moves it, so its writer must find it again.</summary>
    private void Reserve(int count)
    {
        if (count > _elementCapacity)
        {
            _elementCapacity = Math.Max(count, Math.Max(_elementCapacity * 2, (int)NativeMethods.duckdb_vector_size()));
            _ = NativeMethods.duckdb_list_vector_reserve(_vector, (ulong)_elementCapacity);
            _elements!.Locate();
        }
    }

    private void WriteText(int row, string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, buffer);
        WriteBytes(row, buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void WriteBytes(int row, ReadOnlySpan<byte> bytes)
    {
        // The pointer of an empty span is null, which DuckDB does not take even for no bytes.
        byte nothing = 0;
        fixed (byte* first = bytes)
        {
            NativeMethods.duckdb_vector_assign_string_element_len(_vector, (ulong)row, first is null ? &nothing : first, (ulong)bytes.Length);
        }
    }
}

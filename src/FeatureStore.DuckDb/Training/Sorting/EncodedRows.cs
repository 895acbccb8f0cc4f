using System.Buffers;
using System.Buffers.Binary;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Native;
using FeatureStore.DuckDb.Tables;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Training.Sorting;

/// <summary>
/// Turns columns into the bytes of rows, in the form of <see cref="ValueWriter"/>. Columns of 64 bits go from the vectors straight to their places, as long as all before them are as long in
/// every row; the first that is not makes each row a buffer of its own. Not thread-safe.
/// </summary>
internal sealed class EncodedRows
{
    private const int Int64Length = 8;
    private const int ValueLength = 1 + Int64Length;

    private readonly List<ArrayBufferWriter<byte>> _rows = [];
    private byte[] _fixed = [];
    private int _count;
    private int _length;
    private int _room;
    private bool _isFixed;

    /// <summary>The bytes of a row.</summary>
    internal ReadOnlySpan<byte> this[int row] => _isFixed ? _fixed.AsSpan(row * _room, _length) : _rows[row].WrittenSpan;

    /// <summary>Begins other rows, without columns.</summary>
    internal void Begin(int count)
    {
        (_count, _length, _isFixed) = (count, 0, true);
        MakeRoom(0);
    }

    /// <summary>Adds a column of numbers without a type.</summary>
    internal void Add(ReadOnlySpan<long> numbers)
    {
        if (!_isFixed)
        {
            throw new InvalidOperationException("Bare numbers stand before the values of a row.");
        }

        MakeRoom(Int64Length);
        for (var row = 0; row < _count; row++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_fixed.AsSpan((row * _room) + _length), numbers[row]);
        }

        _length += Int64Length;
    }

    /// <summary>Adds a column of values.</summary>
    internal void Add(DuckDbVector vector, DataType type)
    {
        if (_isFixed && vector.HasNoNulls && !type.IsList && IsStoredAsIs(vector, type.Element))
        {
            AddFixed(vector.Data<long>(), (byte)type.Element);
            return;
        }

        MakeVariable();
        for (var row = 0; row < _count; row++)
        {
            new ValueWriter(_rows[row]).WriteValue(ValueReading.Read(vector, row, type));
        }
    }

    private static bool IsStoredAsIs(DuckDbVector vector, ScalarType element) => element switch
    {
        ScalarType.Int64 => vector.Type.Storage == DuckDbType.BigInt,
        ScalarType.Double => vector.Type.Id == DuckDbType.Double,
        ScalarType.Timestamp => vector.Type.Id is DuckDbType.Timestamp or DuckDbType.TimestampTz,
        _ => false,
    };

    private void AddFixed(ReadOnlySpan<long> bits, byte type)
    {
        MakeRoom(ValueLength);
        for (var row = 0; row < _count; row++)
        {
            var value = _fixed.AsSpan((row * _room) + _length, ValueLength);
            value[0] = type;
            BinaryPrimitives.WriteInt64LittleEndian(value[1..], bits[row]);
        }

        _length += ValueLength;
    }

    /// <summary>Makes each row long enough for so many bytes more.</summary>
    private void MakeRoom(int more)
    {
        if (_length + more > _room)
        {
            var room = Math.Max(2 * _room, _length + more);
            var wider = new byte[_count * room];
            for (var row = 0; row < _count && _length > 0; row++)
            {
                _fixed.AsSpan(row * _room, _length).CopyTo(wider.AsSpan(row * room));
            }

            (_fixed, _room) = (wider, room);
        }
        else if (_fixed.Length < _count * _room)
        {
            _fixed = new byte[_count * _room];
        }
    }

    private void MakeVariable()
    {
        if (!_isFixed)
        {
            return;
        }

        for (var row = 0; row < _count; row++)
        {
            if (row == _rows.Count)
            {
                _rows.Add(new ArrayBufferWriter<byte>());
            }

            _rows[row].ResetWrittenCount();
            _rows[row].Write(_fixed.AsSpan(row * _room, _length));
        }

        _isFixed = false;
    }
}

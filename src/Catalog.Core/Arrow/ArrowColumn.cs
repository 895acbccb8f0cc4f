using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Catalog.Core.Arrow;

/// <summary>
/// The values of one column of a batch, or the elements of its lists, in Arrow's layout. Values are added in the order of the rows, in the form that the type asks for. A null
/// leaves zeros, so no memory of others gets out. Not thread-safe.
/// </summary>
public sealed class ArrowColumn
{
    // Bits, of which there are none as long as no value is null.
    private readonly ArrowBuffer _validity = new();
    private readonly ArrowBuffer _offsets = new();
    private readonly ArrowBuffer _data = new();
    private readonly bool _hasOffsets;
    private int _nulls;

    internal ArrowColumn(ArrowType type)
    {
        Type = type;
        _hasOffsets = type.Kind is ArrowKind.Text or ArrowKind.Bytes or ArrowKind.List;
        Elements = type.Kind == ArrowKind.List
            ? new ArrowColumn(type.Element ?? throw new ArgumentException("A list needs the type of its elements.", nameof(type)))
            : null;
        Clear();
    }

    /// <summary>Type of the values.</summary>
    public ArrowType Type { get; }

    /// <summary>The elements of all lists; null where values are no lists. Add those of a list, then the list.</summary>
    public ArrowColumn? Elements { get; }

    /// <summary>How many values there are, with nulls.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that the values take.</summary>
    internal long ByteCount => (long)_validity.Length + _offsets.Length + _data.Length + (Elements?.ByteCount ?? 0);

    /// <summary>Adds a null.</summary>
    public void AppendNull()
    {
        if (_nulls++ == 0)
        {
            _validity.AddOnes(Length);
        }

        _validity.AddBit(Length, false);
        if (_hasOffsets)
        {
            AddOffset();
        }
        else if (Type.Kind == ArrowKind.Bool)
        {
            _data.AddBit(Length, false);
        }
        else
        {
            _data.Grow(Type.Width).Clear();
        }

        Length++;
    }

    /// <summary>Adds true or false.</summary>
    public void Append(bool value)
    {
        Check(Type.Kind == ArrowKind.Bool);
        AddValid();
        _data.AddBit(Length++, value);
    }

    /// <summary>Adds text in UTF-8, or bytes.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        Check(Type.Kind is ArrowKind.Text or ArrowKind.Bytes);
        AddValid();
        value.CopyTo(_data.Grow(value.Length));
        AddOffset();
        Length++;
    }

    /// <summary>Adds text.</summary>
    public void AppendText(ReadOnlySpan<char> value)
    {
        Check(Type.Kind == ArrowKind.Text);
        AddValid();
        Encoding.UTF8.GetBytes(value, _data.Grow(Encoding.UTF8.GetByteCount(value)));
        AddOffset();
        Length++;
    }

    /// <summary>Adds a value as it is stored, for types of a fixed number of bytes.</summary>
    public void Append<T>(T value)
        where T : unmanaged
    {
        Check(Unsafe.SizeOf<T>() == Type.Width);
        AddValid();
        MemoryMarshal.Write(_data.Grow(Type.Width), value);
        Length++;
    }

    /// <summary>Adds values none of which is null, for types of a fixed number of bytes.</summary>
    public void AppendAll<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Check(Unsafe.SizeOf<T>() == Type.Width);
        MemoryMarshal.AsBytes(values).CopyTo(_data.Grow(checked(values.Length * Type.Width)));
        if (_nulls == 0)
        {
            Length += values.Length;
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            AddValid();
            Length++;
        }
    }

    /// <summary>Adds a list of the elements that were added since the list before.</summary>
    public void AppendList()
    {
        Check(Type.Kind == ArrowKind.List);
        AddValid();
        AddOffset();
        Length++;
    }

    internal void Clear()
    {
        _validity.Clear();
        _offsets.Clear();
        _data.Clear();
        _nulls = Length = 0;
        Elements?.Clear();
        if (_hasOffsets)
        {
            AddOffset();
        }
    }

    /// <summary>Adds what describes the column and its elements to a batch, and the bytes.</summary>
    internal void Collect(List<(long Length, long Nulls)> nodes, List<ReadOnlyMemory<byte>> buffers)
    {
        nodes.Add((Length, _nulls));
        buffers.Add(_validity.Written);
        if (_hasOffsets)
        {
            buffers.Add(_offsets.Written);
        }

        if (Elements is null)
        {
            buffers.Add(_data.Written);
        }

        Elements?.Collect(nodes, buffers);
    }

    private void AddValid()
    {
        if (_nulls > 0)
        {
            _validity.AddBit(Length, true);
        }
    }

    private void AddOffset() => MemoryMarshal.Write(_offsets.Grow(sizeof(int)), Elements?.Length ?? _data.Length);

    private void Check(bool fits, [CallerMemberName] string method = "")
    {
        if (!fits)
        {
            throw new InvalidOperationException($"{method} cannot add such a value to a column of the type {Type}.");
        }
    }
}

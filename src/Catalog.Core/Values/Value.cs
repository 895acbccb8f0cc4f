using System.Globalization;

namespace Catalog.Core.Values;

/// <summary>
/// One value of a column, an entity key or a feature, or null. Numbers, booleans and instants are held without boxing;
/// text, bytes and lists are held by reference and must not be changed afterwards.
/// </summary>
/// <remarks>Equality is by type and content; doubles compare by bits, so NaN equals itself and 0 differs from -0.</remarks>
public readonly struct Value : IEquatable<Value>
{
    private readonly long _bits;
    private readonly object? _reference;

    private Value(DataType type, long bits, object? reference)
    {
        Type = type;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>The null value. It has no type; the column it stands in has one.</summary>
    public static Value Null => default;

    /// <summary>The type, or <see cref="ScalarType.Invalid"/> for null.</summary>
    public DataType Type { get; }

    /// <summary>Whether this is the null value.</summary>
    public bool IsNull => Type.Element == ScalarType.Invalid;

    /// <summary>About how many bytes of memory the value takes, with the text or the items that it refers to.</summary>
    public long MemoryBytes => 24 + _reference switch
    {
        string text => 24 + (2L * text.Length),
        byte[] bytes => 24 + bytes.LongLength,
        Value[] items => 24 + items.Sum(static item => item.MemoryBytes),
        _ => 0,
    };

    /// <summary>The 64 bits of a number or an instant as stored; for codecs.</summary>
    public long Bits64 => _bits;

    /// <summary>The low 32 bits of a number as stored; for codecs.</summary>
    public int Bits32 => unchecked((int)_bits);

    /// <summary>A boolean.</summary>
    public static Value Of(bool value) => new(new DataType(ScalarType.Bool), value ? 1 : 0, null);

    /// <summary>A 32-bit integer.</summary>
    public static Value Of(int value) => new(new DataType(ScalarType.Int32), value, null);

    /// <summary>A 64-bit integer.</summary>
    public static Value Of(long value) => new(new DataType(ScalarType.Int64), value, null);

    /// <summary>A single.</summary>
    public static Value Of(float value) => new(new DataType(ScalarType.Float), BitConverter.SingleToInt32Bits(value), null);

    /// <summary>A double.</summary>
    public static Value Of(double value) => new(new DataType(ScalarType.Double), BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>An instant.</summary>
    public static Value Of(Instant value) => new(new DataType(ScalarType.Timestamp), value.UnixMicroseconds, null);

    /// <summary>Text; null gives the null value.</summary>
    public static Value Of(string? value) => value is null ? Null : new(new DataType(ScalarType.String), 0, value);

    /// <summary>Bytes; null gives the null value. The array is not copied.</summary>
    public static Value Of(byte[]? value) => value is null ? Null : new(new DataType(ScalarType.Bytes), 0, value);

    /// <summary>A list whose elements are null or of type <paramref name="element"/>. The array is not copied.</summary>
    /// <exception cref="ArgumentException">An element has another type.</exception>
    public static Value OfList(ScalarType element, Value[] items)
    {
        foreach (var item in items)
        {
            if (!item.IsNull && (item.Type.IsList || item.Type.Element != element))
            {
                throw new ArgumentException($"A list of {element} cannot hold a value of type '{item.Type}'.", nameof(items));
            }
        }

        return new(new DataType(element, IsList: true), 0, items);
    }

    /// <summary>The boolean. Meaningful only for <see cref="ScalarType.Bool"/>.</summary>
    public bool AsBool() => _bits != 0;

    /// <summary>The whole number, or the microseconds of an instant. Meaningful only for integers and timestamps.</summary>
    public long AsInt64() => _bits;

    /// <summary>The number as a double, whatever numeric type it has; an integer above 2^53 is rounded.</summary>
    public double AsDouble() => Type.Element switch
    {
        ScalarType.Double => BitConverter.Int64BitsToDouble(_bits),
        ScalarType.Float => BitConverter.Int32BitsToSingle((int)_bits),
        _ => _bits,
    };

    /// <summary>The single. Meaningful only for <see cref="ScalarType.Float"/>.</summary>
    public float AsFloat() => BitConverter.Int32BitsToSingle((int)_bits);

    /// <summary>The instant. Meaningful only for <see cref="ScalarType.Timestamp"/>.</summary>
    public Instant AsInstant() => new(_bits);

    /// <summary>The text. Throws for another type.</summary>
    public string AsString() => (string)_reference!; // The type says that a reference is there.

    /// <summary>The bytes, not copied. Throws for another type.</summary>
    public byte[] AsBytes() => (byte[])_reference!; // The type says that a reference is there.

    /// <summary>The elements, not copied. Throws for a scalar.</summary>
    public Value[] AsList() => (Value[])_reference!; // The type says that a reference is there.

    /// <inheritdoc />
    public bool Equals(Value other)
    {
        if (Type != other.Type || _bits != other._bits)
        {
            return false;
        }

        return _reference switch
        {
            null => other._reference is null,
            string text => string.Equals(text, (string?)other._reference, StringComparison.Ordinal),
            byte[] bytes => bytes.AsSpan().SequenceEqual((byte[]?)other._reference),
            Value[] items => items.AsSpan().SequenceEqual((Value[]?)other._reference),
            _ => false,
        };
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Type);
        hash.Add(_bits);
        switch (_reference)
        {
            case string text:
                hash.Add(text, StringComparer.Ordinal);
                break;
            case byte[] bytes:
                hash.AddBytes(bytes);
                break;
            case Value[] items:
                foreach (var item in items)
                {
                    hash.Add(item);
                }

                break;
            default:
                break;
        }

        return hash.ToHashCode();
    }

    /// <summary>For people and logs: invariant culture, round-trip digits, base64 for bytes, brackets around lists, <c>null</c> for null.</summary>
    public override string ToString() => IsNull ? "null" : Type switch
    {
        { IsList: true } => "[" + string.Join(", ", AsList().Select(static item => item.ToString())) + "]",
        { Element: ScalarType.Bool } => AsBool() ? "true" : "false",
        { Element: ScalarType.Float } => AsFloat().ToString("R", CultureInfo.InvariantCulture),
        { Element: ScalarType.Double } => AsDouble().ToString("R", CultureInfo.InvariantCulture),
        { Element: ScalarType.Timestamp } => AsInstant().ToString(),
        { Element: ScalarType.String } => AsString(),
        { Element: ScalarType.Bytes } => Convert.ToBase64String(AsBytes()),
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Equality by type and content.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Difference by type or content.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);
}

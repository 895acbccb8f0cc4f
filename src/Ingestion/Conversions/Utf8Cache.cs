using System.Buffers.Binary;

namespace Ingestion.Conversions;

/// <summary>
/// Remembers what short texts were converted to, because most columns repeat few texts. Direct-mapped and of fixed size: a newer text takes the place of
/// an older one. Gives itself up when a column repeats nothing.
/// </summary>
internal sealed class Utf8Cache<T>
{
    private const int Slots = 4096;
    private const int MaxTextLength = 64;
    private const int TrialLength = 16_384;

    private Entry[]? _entries = new Entry[Slots];
    private int _lookups;
    private int _hits;

    internal bool TryGet(ReadOnlySpan<byte> utf8, out T value)
    {
        value = default!; // Meaningful only when true is returned.
        if (_entries is null || utf8.Length > MaxTextLength)
        {
            return false;
        }

        _lookups++;
        ref var entry = ref _entries[Slot(utf8)];
        if (entry.Text is not null && utf8.SequenceEqual(entry.Text))
        {
            _hits++;
            value = entry.Value;
            return true;
        }

        if (_lookups == TrialLength)
        {
            if (_hits < TrialLength / 8)
            {
                _entries = null;
            }

            _lookups = _hits = 0;
        }

        return false;
    }

    internal void Add(ReadOnlySpan<byte> utf8, T value)
    {
        if (_entries is not null && utf8.Length <= MaxTextLength)
        {
            _entries[Slot(utf8)] = new Entry(utf8.ToArray(), value);
        }
    }

    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        const ulong Prime = 0x9E3779B185EBCA87;
        var hash = (ulong)utf8.Length * Prime;
        for (; utf8.Length >= 8; utf8 = utf8[8..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8));
        }

        foreach (var octet in utf8)
        {
            hash = (hash ^ octet) * Prime;
        }

        return (int)(Mix(hash) % Slots);

        static ulong Mix(ulong number)
        {
            number *= Prime;
            return number ^ (number >> 32);
        }
    }

    private readonly record struct Entry(byte[]? Text, T Value);
}

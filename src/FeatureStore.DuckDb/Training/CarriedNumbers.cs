using Catalog.Core.Buffers;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// The values of a fixed size in the slots of a sweep. Those of a slot lie side by side: slots are written in the order of the frame, far from each other, so that memory is waited for once for a slot
/// and not once for each of its values. Null at first. Not thread-safe.
/// </summary>
internal sealed class CarriedNumbers : IDisposable
{
    private const int FlagsPerWord = 64;

    private readonly NativeArray<long> _words;
    private readonly int _stride;
    private readonly int _flagWords;

    /// <param name="columns">Values of a slot.</param>
    /// <param name="capacity">Slots; at most <see cref="MaxCapacity"/>.</param>
    internal CarriedNumbers(int columns, int capacity)
    {
        _flagWords = FlagWords(columns);
        _stride = columns + _flagWords;
        _words = new NativeArray<long>(checked(capacity * _stride));
    }

    /// <summary>Slots that there can be at most.</summary>
    internal static int MaxCapacity(int columns) => Array.MaxLength / Math.Max(1, columns + FlagWords(columns));

    /// <summary>Memory of a slot.</summary>
    internal static int BytesPerSlot(int columns) => (columns + FlagWords(columns)) * sizeof(long);

    /// <summary>Sets a value.</summary>
    internal void Set(int slot, int column, long bits)
    {
        _words[(slot * _stride) + _flagWords + column] = bits;
        Flags(slot, column) |= Flag(column);
    }

    /// <summary>Sets a value to null.</summary>
    internal void SetNull(int slot, int column) => Flags(slot, column) &= ~Flag(column);

    /// <summary>Gets a value. False when it is null.</summary>
    internal bool TryGet(int slot, int column, out long bits)
    {
        bits = _words[(slot * _stride) + _flagWords + column];
        return (Flags(slot, column) & Flag(column)) != 0;
    }

    public void Dispose() => _words.Dispose();

    private static int FlagWords(int columns) => (columns + FlagsPerWord - 1) / FlagsPerWord;

    private static long Flag(int column) => 1L << (column % FlagsPerWord);

    private ref long Flags(int slot, int column) => ref _words[(slot * _stride) + (column / FlagsPerWord)];
}

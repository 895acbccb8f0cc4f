using System.Collections.Concurrent;

namespace Catalog.Client;

/// <summary>Which type holds the values of which other without loss, and how they get there.</summary>
internal static class ValueFit
{
    private static readonly ConcurrentDictionary<(Type From, Type To), Func<object?, object?>?> Found = new();

    private static readonly Dictionary<(Type From, Type To), Func<object, object>> Widenings = new()
    {
        [(typeof(int), typeof(long))] = static value => (long)(int)value,
        [(typeof(int), typeof(double))] = static value => (double)(int)value,
        [(typeof(int), typeof(decimal))] = static value => (decimal)(int)value,
        [(typeof(long), typeof(decimal))] = static value => (decimal)(long)value,
        [(typeof(float), typeof(double))] = static value => (double)(float)value,
        [(typeof(DateTimeOffset), typeof(DateTime))] = static value => ((DateTimeOffset)value).UtcDateTime,
        [(typeof(byte[]), typeof(ReadOnlyMemory<byte>))] = static value => new ReadOnlyMemory<byte>((byte[])value),
    };

    /// <summary>How a value of one type becomes one of the other; null when that could lose something. A null stays null, but for items of lists, where it is a <see cref="NullFoundException"/>.</summary>
    internal static Func<object?, object?>? Find(Type from, Type to) => Found.GetOrAdd((from, to), static pair => Make(pair.From, pair.To));

    /// <summary>The type of the items of an array, a <c>List</c>, or an interface that arrays have; null when it is none.</summary>
    internal static Type? ItemOf(Type type)
    {
        if (type.IsArray)
        {
            return type == typeof(byte[]) ? null : type.GetElementType();
        }

        return type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(typeof(List<>).MakeGenericType(item)) ? item : null;
    }

    /// <summary>Whether a type has a value that is no value.</summary>
    internal static bool HasNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    /// <summary>A list of that type of the items, whose types are right.</summary>
    internal static object MakeList(Type list, Type item, IReadOnlyCollection<object?> items)
    {
        var array = Array.CreateInstance(item, items.Count);
        var place = 0;
        foreach (var one in items)
        {
            array.SetValue(one is null && !HasNull(item) ? throw new NullFoundException(isItem: true) : one, place++);
        }

        return list.IsAssignableFrom(array.GetType()) ? array : Activator.CreateInstance(typeof(List<>).MakeGenericType(item), array)!; // A constructor of a class gives no null.
    }

    private static Func<object?, object?>? Make(Type from, Type to)
    {
        if (to.IsAssignableFrom(from))
        {
            return static value => value;
        }

        if (ItemOf(from) is { } fromItem && ItemOf(to) is { } toItem)
        {
            return Find(Nullable.GetUnderlyingType(fromItem) ?? fromItem, toItem) is { } fit
                ? value => value is null ? null : MakeList(to, toItem, [.. ((Array)value).Cast<object?>().Select(fit)])
                : null;
        }

        var target = Nullable.GetUnderlyingType(to) ?? to;
        if (target == from)
        {
            return static value => value;
        }

        return Widenings.TryGetValue((from, target), out var widen) ? value => value is null ? null : widen(value) : null;
    }
}

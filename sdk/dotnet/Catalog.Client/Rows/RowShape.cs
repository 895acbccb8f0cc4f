using System.Reflection;
using System.Text.Json.Serialization;

namespace Catalog.Client;

/// <summary>Makes objects of a type of the caller's out of columns: which member belongs to which column is settled once for all rows.</summary>
/// <typeparam name="T">A record or class.</typeparam>
internal sealed class RowShape<T>
{
    private readonly string _attempted;
    private readonly ConstructorInvoker _constructor;
    private readonly int _parameterCount;

    /// <param name="attempted">What the rows are read for.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <exception cref="CatalogException">A member has no column or two of them, or the type cannot be made.</exception>
    internal RowShape(string attempted, IReadOnlyList<string> columns)
    {
        _attempted = attempted;
        var nullability = new NullabilityInfoContext();
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var constructor = ChooseConstructor();
        var parameters = constructor.GetParameters()
            .Select(parameter => RowMember.Of(parameter, Array.Find(properties, property => property.Name == parameter.Name), nullability)).ToList();
        var settable = properties
            .Where(static property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Where(static property => property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition != JsonIgnoreCondition.Always)
            .Where(property => !parameters.Exists(parameter => parameter.Name == property.Name))
            .Select(property => RowMember.Of(property, nullability));
        _constructor = ConstructorInvoker.Create(constructor);
        _parameterCount = parameters.Count;
        Members = [.. parameters, .. settable];
        Places = [.. Members.Select(member => FindColumn(member, columns))];
    }

    /// <summary>The members, parameters of the constructor first.</summary>
    internal IReadOnlyList<RowMember> Members { get; }

    /// <summary>The place of each member's column; -1 where an optional parameter has none.</summary>
    internal IReadOnlyList<int> Places { get; }

    /// <summary>Makes one of the values of its members, in their order.</summary>
    internal T Make(object?[] values)
    {
        var made = _constructor.Invoke(values.AsSpan(0, _parameterCount));
        for (var i = _parameterCount; i < values.Length; i++)
        {
            Members[i].Property?.SetValue(made, values[i]);
        }

        return (T)made;
    }

    private ConstructorInfo ChooseConstructor() => typeof(T).GetConstructor(Type.EmptyTypes)
        ?? (typeof(T).GetConstructors() is [var only] ? only : throw RowFailures.NoConstructor(_attempted, typeof(T)));

    private int FindColumn(RowMember member, IReadOnlyList<string> columns)
    {
        var found = -1;
        for (var i = 0; i < columns.Count; i++)
        {
            if (member.Fits(columns[i]))
            {
                found = found < 0 ? i : throw RowFailures.TwoColumns(_attempted, member.InWords, columns[found], columns[i]);
            }
        }

        return found >= 0 || member.Default.IsOptional ? found : throw RowFailures.NoColumn(_attempted, member.InWords, columns);
    }
}

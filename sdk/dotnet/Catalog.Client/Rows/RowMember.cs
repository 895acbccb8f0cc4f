using System.Reflection;
using System.Text.Json.Serialization;

namespace Catalog.Client;

/// <summary>A property, or a parameter of a constructor, that a column belongs to.</summary>
internal sealed record RowMember(string Name, Type Type, bool AllowsNull, string? ColumnName)
{
    /// <summary>The property to set; null for a parameter.</summary>
    internal PropertyInfo? Property { get; init; }

    /// <summary>Whether there may be no column for it, and what it is then.</summary>
    internal (bool IsOptional, object? Value) Default { get; init; }

    /// <summary>How messages call it.</summary>
    internal string InWords => Property is null ? $"the parameter '{Name}'" : $"the property '{Name}'";

    /// <summary>Whether a column belongs to it: of that name, where upper and lower case and underscores do not count, or exactly the one that <see cref="JsonPropertyNameAttribute"/> says.</summary>
    internal bool Fits(string column) => ColumnName is not null ? column == ColumnName : Plain(column).Equals(Plain(Name), StringComparison.OrdinalIgnoreCase);

    internal static RowMember Of(PropertyInfo property, NullabilityInfoContext nullability) => new(
        property.Name,
        property.PropertyType,
        AllowsNullIn(property.PropertyType, nullability.Create(property).WriteState),
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name) { Property = property };

    internal static RowMember Of(ParameterInfo parameter, PropertyInfo? property, NullabilityInfoContext nullability) => new(
        parameter.Name ?? string.Empty,
        parameter.ParameterType,
        AllowsNullIn(parameter.ParameterType, nullability.Create(parameter).WriteState),
        property?.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name) { Default = (parameter.HasDefaultValue, parameter.HasDefaultValue ? parameter.DefaultValue : null) };

    private static bool AllowsNullIn(Type type, NullabilityState state) => ValueFit.HasNull(type) && state != NullabilityState.NotNull;

    private static string Plain(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal);
}

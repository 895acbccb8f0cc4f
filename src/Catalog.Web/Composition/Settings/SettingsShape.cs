using System.ComponentModel;
using System.Globalization;

namespace Catalog.Web.Composition.Settings;

/// <summary>Which keys settings have, as the classes say that they are bound to. A node is a section, a list, a map with names of the user's, or a value. Not thread-safe while it is built.</summary>
internal sealed class SettingsShape
{
    private readonly Dictionary<string, SettingsShape> _members = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What lies below any name of a map, or below any number of a list; null for others.</summary>
    internal SettingsShape? Element { get; private set; }

    internal bool IsList { get; private set; }

    /// <summary>Type of a value; null for a section, a list or a map.</summary>
    internal Type? Value { get; private set; }

    /// <summary>Names of a section's members.</summary>
    internal IReadOnlyCollection<string> Names => _members.Keys;

    /// <summary>What lies below a name; null when it has no place here.</summary>
    internal SettingsShape? Find(string name)
        => _members.TryGetValue(name, out var member) ? member
        : IsList && !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null
        : Element;

    /// <summary>Adds what a class holds below a key such as <c>Catalog:Persistence</c>.</summary>
    internal void Add(string key, Type options)
    {
        var node = this;
        foreach (var name in key.Split(ConfigurationPath.KeyDelimiter))
        {
            node = node._members.TryGetValue(name, out var known) ? known : node._members[name] = new SettingsShape();
        }

        node.Fill(options);
    }

    /// <summary>All keys below this node, with the node's own key in front. A name of the user's is not among them.</summary>
    internal IEnumerable<string> Keys(string key)
        => _members.SelectMany(member => member.Value.Keys(key.Length == 0 ? member.Key : ConfigurationPath.Combine(key, member.Key))).Prepend(key);

    private void Fill(Type type)
    {
        if (TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)) && !type.IsArray)
        {
            Value = type;
            return;
        }

        if (ElementOf(type) is { } element)
        {
            Element = new SettingsShape();
            Element.Fill(element);
            IsList = !IsMap(type);
            return;
        }

        foreach (var property in type.GetProperties().Where(static property => property.GetIndexParameters().Length == 0))
        {
            var member = new SettingsShape();
            member.Fill(property.PropertyType);
            if (property.SetMethod is { IsPublic: true } || member.Value is null)
            {
                _members[property.Name] = member;
            }
        }
    }

    private static Type? ElementOf(Type type) => type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(static face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is not { } items ? null
        : IsMap(type) ? items.GetGenericArguments()[0].GetGenericArguments()[1]
        : items.GetGenericArguments()[0];

    private static bool IsMap(Type type) => type.GetInterfaces().Append(type).Any(static face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IDictionary<,>));
}

using Catalog.Core.Text;

namespace Catalog.Web.Composition.Settings;

/// <summary>
/// Looks through the sections that are ours for keys that nobody reads and for values of the wrong type, which the binder of .NET ignores or stops at. Whether a value of the right type is legal is
/// said by the validators of the options.
/// </summary>
internal sealed class SettingsReader
{
    private readonly SettingsShape _shape;
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _refused = new(StringComparer.OrdinalIgnoreCase);

    private SettingsReader(SettingsShape shape) => _shape = shape;

    /// <summary>What was found.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="shape">The keys that are read.</param>
    internal static ReadSettings Read(IConfiguration configuration, SettingsShape shape)
    {
        var reader = new SettingsReader(shape);
        foreach (var section in configuration.GetChildren())
        {
            reader.ReadRoot(section);
        }

        return new ReadSettings(reader._refused.Count == 0 ? configuration : reader.Without(configuration), reader._faults, reader._refused);
    }

    /// <summary>The roots belong to ASP.NET Core and to the environment, too: only what looks like one of ours is looked at.</summary>
    private void ReadRoot(IConfigurationSection section)
    {
        if (_shape.Find(section.Key) is { } node)
        {
            Read(section, node);
        }
        else if (section.GetChildren().Any() && NearWord.Find(section.Key, _shape.Names) is { } near)
        {
            _faults.Add($"{section.Path} is no section. Did you mean '{near}'?");
        }
    }

    private void Read(IConfigurationSection section, SettingsShape node)
    {
        if (node.Value is { } type)
        {
            ReadValue(section, type);
            return;
        }

        if (!string.IsNullOrEmpty(section.Value))
        {
            Refuse(section, node.IsList
                ? $"{section.Path} is '{section.Value}', but it is a list; write {section.Path}:0, {section.Path}:1 and so on."
                : $"{section.Path} has a value, but it is a section; what it holds is listed in docs/configuration.md.");
        }

        foreach (var child in section.GetChildren())
        {
            if (node.Find(child.Key) is { } member)
            {
                Read(child, member);
            }
            else
            {
                Refuse(child, $"{child.Path} is no setting.{Suggest(child, node)} docs/configuration.md lists all of them.");
            }
        }
    }

    private void ReadValue(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().FirstOrDefault() is { } child)
        {
            Refuse(child, $"{child.Path} is no setting: {section.Path} is a single value.");
        }

        if (section.Value is { } value && type != typeof(string) && !CanBind(section, type))
        {
            Refuse(section, $"{section.Path} is '{value}'; it must be {SettingWords.Legal(type, value)}.");
        }
    }

    private static bool CanBind(IConfigurationSection section, Type type)
    {
        try
        {
            return section.Get(type) is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A slip of the keyboard, or a name that stands in another section.</summary>
    private string Suggest(IConfigurationSection unknown, SettingsShape node)
    {
        if (NearWord.Find(unknown.Key, node.Names) is { } near)
        {
            var parent = unknown.Path[..^unknown.Key.Length];
            return $" Did you mean '{parent}{near}'?";
        }

        var tail = ConfigurationPath.KeyDelimiter + unknown.Key;
        return _shape.Keys(string.Empty).FirstOrDefault(key => key.EndsWith(tail, StringComparison.OrdinalIgnoreCase)) is { } elsewhere ? $" Did you mean '{elsewhere}'?" : string.Empty;
    }

    private void Refuse(IConfigurationSection section, string fault)
    {
        _faults.Add(fault);
        _refused.Add(section.Path);
    }

    private IConfiguration Without(IConfiguration configuration)
        => new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(pair => pair.Value is not null && !IsRefused(pair.Key))).Build();

    private bool IsRefused(string? key)
    {
        for (; key is not null; key = ConfigurationPath.GetParentPath(key))
        {
            if (_refused.Contains(key))
            {
                return true;
            }
        }

        return false;
    }
}

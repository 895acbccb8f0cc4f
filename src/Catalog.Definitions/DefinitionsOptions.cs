namespace Catalog.Definitions;

/// <summary>How definitions are kept in memory; configuration section <c>Catalog:Definitions</c>. Changes need a restart.</summary>
public sealed class DefinitionsOptions
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "Catalog:Definitions";

    /// <summary>
    /// How often the catalogue is asked for changes that other processes applied. Default: 5 seconds. Legal: 1 second to 1 hour, or 0 for never,
    /// which suits a single process.
    /// </summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(5);
}

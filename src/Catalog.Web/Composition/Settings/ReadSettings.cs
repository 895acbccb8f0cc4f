namespace Catalog.Web.Composition.Settings;

/// <summary>Settings that were looked through.</summary>
/// <param name="Usable">The settings without those that cannot be read, so that the others can be judged, too.</param>
/// <param name="Faults">What is wrong, a sentence or two for each key.</param>
/// <param name="Refused">Keys that cannot be read.</param>
internal sealed record ReadSettings(IConfiguration Usable, IReadOnlyList<string> Faults, IReadOnlyCollection<string> Refused)
{
    private const string Kind = "Kind";

    /// <summary>Whether a fault that a validator found is one of its own, and does not only follow from an engine that is not known: the settings beside it then belong to another one.</summary>
    internal bool IsOwn(string fault) => !Refused.Any(key
        => Kind.Equals(ConfigurationPath.GetSectionKey(key), StringComparison.OrdinalIgnoreCase) && fault.StartsWith(key[..^Kind.Length], StringComparison.OrdinalIgnoreCase));
}

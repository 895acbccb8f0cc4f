namespace Catalog.Web.Composition.Settings;

/// <summary>Settings that were looked through.</summary>
/// <param name="Usable">The settings without those that cannot be read, so that the others can be judged, too.</param>
/// <param name="Faults">What is wrong, a sentence or two for each key.</param>
internal sealed record ReadSettings(IConfiguration Usable, IReadOnlyList<string> Faults);

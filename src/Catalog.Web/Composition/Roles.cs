namespace Catalog.Web.Composition;

/// <summary>The roles that a process can take.</summary>
internal static class Roles
{
    internal const string Serve = "serve";
    internal const string Work = "work";
    internal const string Schedule = "schedule";

    internal static readonly string[] All = [Serve, Work, Schedule];

    internal static IReadOnlySet<string> Of(CatalogOptions options)
        => (options.Roles.Length == 0 ? All : options.Roles).ToHashSet(StringComparer.OrdinalIgnoreCase);
}

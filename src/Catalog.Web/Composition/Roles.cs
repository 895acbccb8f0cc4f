namespace Catalog.Web.Composition;

/// <summary>The roles that a process can take.</summary>
internal static class Roles
{
    internal const string Serve = "serve";
    internal const string Work = "work";
    internal const string Schedule = "schedule";

    internal static readonly string[] All = [Serve, Work, Schedule];

    /// <summary>Settings, with the values that they need, of engines that several processes cannot share.</summary>
    internal static IReadOnlyList<string> EmbeddedEngines(IConfiguration configuration)
    {
        (string Key, string[] Shared)[] engines = [("Catalog:Persistence:Kind", ["Postgres"]), ("FeatureStore:OnlineStore:Kind", ["Redis", "FeastRedis"]), ("Ingestion:EventLog:Kind", ["Kafka"])];
        return [.. engines.Where(engine => !engine.Shared.Contains(configuration[engine.Key], StringComparer.OrdinalIgnoreCase)).Select(static engine => $"{engine.Key}={engine.Shared[0]}")];
    }

    internal static IReadOnlySet<string> Of(CatalogOptions options)
        => (options.Roles.Length == 0 ? All : options.Roles).ToHashSet(StringComparer.OrdinalIgnoreCase);
}

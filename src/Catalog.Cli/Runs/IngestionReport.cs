using System.Text.Json.Nodes;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Ingestion.Model;
using Spectre.Console;

namespace Catalog.Cli.Runs;

/// <summary>Writes what a file, a push or a replay did, for people.</summary>
internal static class IngestionReport
{
    /// <summary>Writes a run.</summary>
    internal static void Write(IAnsiConsole console, JsonObject run)
    {
        var result = run.To<IngestionResult>();
        var title = run["title"]?.ToString() ?? "The events";
        if (result.AlreadyIngested)
        {
            console.WriteLine($"{title}: the same content was ingested before, by the run {result.RunId}. Nothing was appended; --force appends it again. What it did:");
        }

        console.WriteLine(
            $"{title}: {Numbers.Count(result.Read)} read = {Numbers.Count(result.Accepted)} accepted + {Numbers.Count(result.Quarantined)} quarantined, "
            + $"{Numbers.Count(result.RowsPerSecond, "row")} per second, {Numbers.Bytes(result.PeakMemoryBytes)} of memory at most.");
        WriteRules(console, result.Source, result.ByRule, result.Warnings);
    }

    /// <summary>Writes how many events broke which rule.</summary>
    internal static void WriteRules(
        IAnsiConsole console, string source, IReadOnlyDictionary<string, long> refused, IReadOnlyDictionary<string, long> warnings)
    {
        if (refused.Count + warnings.Count == 0)
        {
            return;
        }

        var listing = new Listing("Rule", "Effect", "Events#");
        Add(listing, refused, "quarantined");
        Add(listing, warnings, "warning");
        listing.WriteTo(console, string.Empty);
        if (refused.Count > 0)
        {
            console.WriteLine($"`catalog quarantine {source}` shows what was refused.");
        }
    }

    private static void Add(Listing listing, IReadOnlyDictionary<string, long> rules, string effect)
    {
        foreach (var (rule, count) in rules.OrderByDescending(static rule => rule.Value).ThenBy(static rule => rule.Key, StringComparer.Ordinal))
        {
            listing.Row(rule, effect, Numbers.Count(count));
        }
    }
}

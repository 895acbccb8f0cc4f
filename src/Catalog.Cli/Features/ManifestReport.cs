using Catalog.Cli.Output;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using FeatureStore.Model;
using Spectre.Console;

namespace Catalog.Cli.Features;

/// <summary>Writes manifests of training sets and the results of rebuilds, for people.</summary>
internal static class ManifestReport
{
    private const int ShownDigits = 12;

    internal static void Write(IAnsiConsole console, TrainingSetManifest manifest)
    {
        new FactSheet()
            .Add("Name", manifest.Name)
            .Add("Run", manifest.Id.ToString())
            .Add("Entity frame", $"{manifest.Frame.Name}, {Short(manifest.Frame.Sha256)}")
            .Add("As known at", manifest.AsKnownAtEntityTime ? $"each row's own time, at most {ShownTime.Of(manifest.AsKnownAt.ToString())}" : ShownTime.Of(manifest.AsKnownAt.ToString()))
            .Add("Service", manifest.FeatureService?.Name)
            .Add("Engine", manifest.Engine)
            .Add("Rows", Numbers.Count(manifest.RowCount))
            .Add("Quality", manifest.Quality.Count == 0 ? null : string.Join(", ", manifest.Quality.GroupBy(static check => check.Source).Select(QualityOf)))
            .Add("Content", manifest.Result.Sha256)
            .WriteTo(console);
        WriteViews(console, manifest);
        WriteCosts(console, manifest);
        WriteSplits(console, manifest);
        WriteColumns(console, manifest);
    }

    /// <summary>Writes whether the bytes are the same, and what was not there any more.</summary>
    internal static void WriteRebuild(IAnsiConsole console, TrainingSetAnswer set, TrainingSetRebuild rebuild)
    {
        console.WriteLine(rebuild.Identical
            ? $"The bytes are the same: '{set.Name}' equals '{rebuild.Of}' ({Short(rebuild.Sha256)})."
            : $"The bytes differ: '{set.Name}' has {Short(rebuild.Sha256)}, '{rebuild.Of}' had {Short(rebuild.ExpectedSha256)}.");
        foreach (var note in rebuild.Notes)
        {
            console.WriteLine(note);
        }

        if (rebuild.MissingFiles.Count > 0)
        {
            var listing = new Listing("View", "Version#", "File", "Is");
            foreach (var file in rebuild.MissingFiles)
            {
                listing.Row(file.View, Numbers.Count(file.Version), file.Path, Words.Of(file.Reason));
            }

            listing.WriteTo(console, string.Empty);
        }
    }

    private static void WriteViews(IAnsiConsole console, TrainingSetManifest manifest)
    {
        var listing = new Listing("View", "Version#", "Ttl", "Files#", "Rows#", "Up to");
        foreach (var view in manifest.Views)
        {
            listing.Row(
                view.View, Numbers.Count(view.Version), view.Ttl == TimeSpan.Zero ? "for ever" : Core.Values.Duration.Format(view.Ttl), Numbers.Count(view.Files.Count), Numbers.Count(view.RowCount),
                string.Join(", ", view.Ranges.Select(static range => $"{range.Partition}:{range.EndSequence}")));
        }

        foreach (var view in manifest.OnDemandViews)
        {
            listing.Row(view.View, Numbers.Count(view.Version), null, null, null, null);
        }

        listing.WriteTo(console, "No view was read.");
    }

    private static void WriteCosts(IAnsiConsole console, TrainingSetManifest manifest)
    {
        var listing = new Listing("Joining", "Files read#", "Passed over#", "Rows read#", "Memory#", "Spilled#", "Took#");
        foreach (var view in manifest.Views.Where(static view => view.Cost is not null))
        {
            var cost = view.Cost!; // Filtered to those that have one.
            listing.Row(
                view.View, Numbers.Count(cost.FilesRead), Numbers.Count(cost.FilesPruned), Numbers.Count(cost.RowsRead), Numbers.Bytes(cost.MemoryBytes), Numbers.Bytes(cost.SpilledBytes),
                Durations.Exact(TimeSpan.FromSeconds(cost.Seconds)));
        }

        if (manifest.Views.Any(static view => view.Cost is not null))
        {
            listing.WriteTo(console, string.Empty);
        }
    }

    private static void WriteSplits(IAnsiConsole console, TrainingSetManifest manifest)
    {
        if (manifest.SplitResults.Count > 0)
        {
            var listing = new Listing("Split", "Rows#", "Content");
            foreach (var split in manifest.SplitResults)
            {
                listing.Row(split.Name, Numbers.Count(split.RowCount), Short(split.Sha256));
            }

            listing.WriteTo(console, string.Empty);
        }
    }

    private static void WriteColumns(IAnsiConsole console, TrainingSetManifest manifest)
    {
        var listing = new Listing("Column", "Type", "Values#", "Nulls#", "Distinct#", "Min~", "Max~", "Mean#");
        foreach (var column in manifest.Columns)
        {
            listing.Row(
                column.Name, column.Type.ToString(), Numbers.Count(column.Count), Numbers.Count(column.Nulls), Numbers.Count(column.Distinct), column.Min?.ToString(), column.Max?.ToString(),
                column.Mean is { } mean ? Numbers.Statistic(mean) : null);
        }

        listing.WriteTo(console, "There is no column.");
    }

    private static string QualityOf(IGrouping<string, ManifestCheck> source)
        => $"{source.Key}: {string.Join(", ", source.GroupBy(static check => check.Outcome).Select(static outcome => $"{Numbers.Count(outcome.Count())} {outcome.Key}"))}";

    private static string Short(string hash) => hash[..Math.Min(ShownDigits, hash.Length)];
}

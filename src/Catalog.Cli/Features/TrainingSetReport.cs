using Catalog.Cli.Output;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Features;

/// <summary>Writes training sets, for people.</summary>
internal static class TrainingSetReport
{
    internal static void WriteList(IAnsiConsole console, TrainingSetPageAnswer page)
    {
        var listing = new Listing("Name", "State", "Asked for", "By", "Rows#", "Bytes#", "Features of~");
        foreach (var set in page.Items)
        {
            listing.Row(
                set.Name, set.State, ShownTime.Of(set.CreatedAt), set.RequestedBy, Numbers.Count(set.RowCount), Numbers.Count(set.ByteCount),
                set.FeatureService ?? string.Join(", ", set.Features));
        }

        listing.WriteTo(console, "There is no training set.");
        if (page.Next is not null)
        {
            console.WriteLine($"These are the latest {Numbers.Count(page.Items.Count)}; --limit shows more.");
        }
    }

    internal static void Write(IAnsiConsole console, TrainingSetAnswer set)
    {
        new FactSheet()
            .Add("Name", set.Name)
            .Add("Run", set.Id.ToString())
            .Add("State", set.State)
            .Add("Error", set.Error?.Message)
            .Add("Service", set.FeatureService)
            .Add("Features", string.Join(", ", set.Features))
            .Add("Entity frame", set.FrameName)
            .Add("As known at", set.AsKnownAtEntityTime ? "each row's own time" : set.AsKnownAt)
            .Add("Rebuilt from", set.RebuildOf is null ? null : $"{set.RebuildOf}{(set.Rebuild is { } rebuild ? rebuild.Identical ? ", the bytes are the same" : ", the bytes differ" : string.Empty)}")
            .Add("Splits", set.Splits is null ? null : string.Join(", ", set.Splits.Parts.Select(static part => part.Name)))
            .Add("Asked for", $"{ShownTime.Of(set.CreatedAt)}{(set.RequestedBy is null ? string.Empty : $" by {set.RequestedBy}")}")
            .Add("Ended", ShownTime.Of(set.EndedAt))
            .Add("Kept until", set.KeptUntil is null ? null : ShownTime.Of(set.KeptUntil))
            .Add("Rows", Numbers.Count(set.RowCount))
            .Add("Columns", string.Join(", ", set.Columns.Select(static column => $"{column.Name} {column.Type}")))
            .WriteTo(console);
        WriteViews(console, set);
    }

    /// <summary>Writes what stands in a file now.</summary>
    internal static void WriteWritten(IAnsiConsole console, TrainingSetAnswer set, string file, IReadOnlyList<string>? splits = null)
    {
        console.WriteLine($"Wrote {Numbers.Count(set.RowCount, "row")} with {Numbers.Count(set.Columns.Count, "column")} to {file}.");
        if (splits is { Count: > 0 })
        {
            console.WriteLine($"Its parts are in {string.Join(", ", splits)}.");
        }

        WriteViews(console, set);
    }

    private static void WriteViews(IAnsiConsole console, TrainingSetAnswer set)
    {
        var listing = new Listing("View", "Version#", "Rows found#", "Of all#");
        foreach (var view in set.Views)
        {
            listing.Row(view.View, Numbers.Count(view.Version), Numbers.Count(view.Matched), Numbers.Percent(view.Matched, set.RowCount + set.ErasedRows));
        }

        listing.WriteTo(console, "No view has been read.");
        if (set.ErasedRows > 0)
        {
            console.WriteLine($"Rows found were counted when it was built, before erasures took {Numbers.Count(set.ErasedRows, "row")} out.");
        }
    }
}

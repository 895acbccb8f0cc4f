using Catalog.Cli.Output;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Features;

/// <summary>Writes verifications, for people.</summary>
internal static class VerificationReport
{
    internal static void Write(IAnsiConsole console, VerificationAnswer verification)
    {
        console.WriteLine(verification.Compared == 0
            ? "No logged lookup could be compared."
            : $"{Numbers.Count(verification.Compared, "lookup")} compared, {Numbers.Count(verification.Differences, "difference")}.");
        foreach (var (reason, count) in verification.NotComparedByReason)
        {
            console.WriteLine($"{Numbers.Count(count, "lookup")} not compared: {reason}.");
        }

        if (verification.Damaged > 0)
        {
            console.WriteLine($"{Numbers.Count(verification.Damaged, "lookup")} damaged in the log.");
        }

        var features = new Listing("View", "Version#", "Feature", "Values compared#", "Differ#");
        var rows = new Listing("Lookup at", "View", "Key~", "Feature", "Served~", "Recomputed~", "Sequence#");
        foreach (var view in verification.Views ?? [])
        {
            foreach (var feature in view.Features)
            {
                features.Row(view.View, Numbers.Count(view.Version), feature.Name, Numbers.Count(feature.Compared), Numbers.Count(feature.Differences));
            }

            foreach (var row in view.Rows)
            {
                rows.Row(row.At, view.View, row.Key, row.Feature, Text(row.Served), Text(row.Recomputed), Numbers.Count(row.Sequence));
            }
        }

        features.WriteTo(console, "Lookups are logged as FeatureStore:LookupLog:SampleRate says; none of those asked for are in the log.");
        if (verification.Differences > 0)
        {
            console.WriteLine();
            rows.WriteTo(console, "No differing value is kept.");
        }
    }

    private static string Text(ComparedValueAnswer value) => value.Value is null ? value.Status : value.Bits is null ? value.Value : $"{value.Value} ({value.Bits})";
}

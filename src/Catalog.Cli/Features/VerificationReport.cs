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
        console.WriteLine(verification.Compared == 0 ? NothingOf(verification) : $"{Numbers.Count(verification.Compared, "lookup")} compared, {Numbers.Count(verification.Differences, "difference")}.");
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

        if (verification.Compared > 0)
        {
            features.WriteTo(console, string.Empty);
        }

        if (verification.Differences > 0)
        {
            console.WriteLine();
            rows.WriteTo(console, "No differing value is kept.");
        }
    }

    private static string NothingOf(VerificationAnswer verification)
    {
        string?[] limits =
        [
            verification.OfViews.Count > 0 ? $"of {string.Join(", ", verification.OfViews)}" : null,
            verification.OfService is { } service ? $"for service {service}" : null,
            verification.From is { } from ? $"from {from}" : null,
            verification.To is { } to ? $"to {to}" : null,
        ];
        var which = string.Concat(limits.OfType<string>().Select(static limit => " " + limit));
        return verification.NotCompared > 0
            ? $"Nothing to compare: none of the logged lookups{which} can be compared."
            : $"Nothing to compare: no logged lookups{which}. Look something up first; FeatureStore:LookupLog:SampleRate of the server says which part of the requests is logged (0.01 unless set, 1 for all).";
    }

    private static string Text(ComparedValueAnswer value) => value.Value is null ? value.Status : value.Bits is null ? value.Value : $"{value.Value} ({value.Bits})";
}

using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Plans;

/// <summary>Writes a plan: what is added, changed and removed, below each definition the fields that differ and what follows.</summary>
internal static class PlanReport
{
    private static readonly (string Change, string Sign, Color Color)[] Signs =
        [("added", "+", Color.Green), ("changed", "~", Color.Yellow), ("removed", "-", Color.Red)];

    internal static void Write(IAnsiConsole console, PlanAnswer plan, string path)
    {
        foreach (var (change, sign, color) in Signs)
        {
            var definitions = plan.Changes.Where(planned => planned.Change == change).ToList();
            if (definitions.Count > 0)
            {
                console.WriteLine($"{char.ToUpperInvariant(change[0])}{change[1..]} ({Numbers.Count(definitions.Count)})");
                definitions.ForEach(planned => Write(console, planned, sign, new Style(color)));
            }
        }

        FindingReport.Write(console, plan.Findings, path);
    }

    /// <summary>How many there are of each kind of change, in words.</summary>
    internal static string Counts(PlanAnswer plan) => string.Join(
        ", ", Signs.Select(sign => $"{Numbers.Count(plan.Changes.Count(planned => planned.Change == sign.Change))} {sign.Change}").Append($"{Numbers.Count(plan.Unchanged.Count)} unchanged"));

    private static void Write(IAnsiConsole console, ChangeAnswer planned, string sign, Style style)
    {
        console.Write(new Text($"  {sign} {planned.Kind}/{planned.Name}", style));
        console.WriteLine($"  {planned.Path}");
        foreach (var field in planned.Fields)
        {
            console.WriteLine("      " + InWords(field));
        }

        foreach (var consequence in planned.Consequences)
        {
            var rows = consequence.Rows is { } count ? $" {Numbers.Count(count, "event")} to go through." : string.Empty;
            var isLoss = consequence.Kind == "readersBroken";
            console.Write(new Text($"      {(isLoss ? "!" : ">")} {consequence.Message}{rows}", isLoss ? new Style(Color.Red) : Style.Plain));
            console.WriteLine();
            var others = consequence.Affected.Where(name => name.Kind != planned.Kind || name.Name != planned.Name).Select(static name => $"{name.Kind}/{name.Name}").ToList();
            if (others.Count > 0)
            {
                console.WriteLine($"        affects {string.Join(", ", others)}");
            }
        }
    }

    private static string InWords(FieldAnswer field) => field switch
    {
        { Before: null } => $"+ {field.Path}: {field.After}",
        { After: null } => $"- {field.Path}: {field.Before}",
        _ => $"~ {field.Path}: {field.Before} -> {field.After}",
    };
}

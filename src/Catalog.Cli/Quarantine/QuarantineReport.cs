using Catalog.Cli.Output;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Quarantine;

/// <summary>Writes refused events, for people.</summary>
internal static class QuarantineReport
{
    internal static void Write(IAnsiConsole console, string source, QuarantineRulesAnswer counts, QuarantinePageAnswer page)
    {
        if (counts.Total == 0)
        {
            console.WriteLine($"No event of '{source}' matches in the quarantine.");
            return;
        }

        console.WriteLine($"{Numbers.Count(counts.Total, "event")} of '{source}'; one that breaks several rules counts for each:");
        var rules = new Listing("Rule", "Events#");
        foreach (var rule in counts.Items)
        {
            rules.Row(rule.Rule, Numbers.Count(rule.Count));
        }

        rules.WriteTo(console, string.Empty);
        console.WriteLine();
        var events = new Listing("ID#", "State", "Came with~", "Line#", "Rules", "Record~");
        foreach (var item in page.Items)
        {
            events.Row(
                Numbers.Count(item.Id).Replace(",", string.Empty, StringComparison.Ordinal), item.State, item.Origin.Name, Numbers.Count(item.LineNumber),
                string.Join(", ", item.Violations.Select(static violation => violation.Rule).Distinct()),
                item.Raw ?? "(not UTF-8)");
        }

        events.WriteTo(console, string.Empty);
        if (page.Next is not null)
        {
            console.WriteLine($"These are the newest {Numbers.Count(page.Items.Count)}; --limit shows more, --export writes all of them.");
        }
    }
}

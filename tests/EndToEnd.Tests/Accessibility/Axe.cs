using System.Text.Json;
using EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Accessibility;

/// <summary>The rules of WCAG 2.1 AA and of good practice, checked by axe-core.</summary>
internal static class Axe
{
    private const string Run = """
        async () => {
          const found = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
          return JSON.stringify(found.violations.map(rule => rule.id + ": " + rule.help + "\n  " + rule.nodes.slice(0, 5).map(node => node.target.join(" ") + "  " + node.html.slice(0, 160)).join("\n  ")));
        }
        """;

    /// <summary>What on the page breaks a rule.</summary>
    internal static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        var rules = Path.Combine(Repository.Root, "tests", "EndToEnd.Tests", "Accessibility", "node_modules", "axe-core", "axe.min.js");
        await page.EvaluateAsync(await File.ReadAllTextAsync(rules, TestContext.Current.CancellationToken));
        return JsonSerializer.Deserialize<List<string>>(await page.EvaluateAsync<string>(Run))!; // The script gives a list.
    }
}

using System.Text.Json;
using EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Accessibility;

/// <summary>The rules of WCAG 2.1 AA and of good practice, checked by axe-core.</summary>
internal static class Axe
{
    // What is found counts only when no element came, went or was enabled meanwhile. Texts do not matter: times are told anew each second.
    private const string Run = """
        async () => {
          let changes = 0;
          const isChange = record => record.type === "attributes" || [...record.addedNodes, ...record.removedNodes].some(node => node.nodeType === Node.ELEMENT_NODE);
          const note = records => { changes += records.filter(isChange).length; };
          const observer = new MutationObserver(note);
          observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ["disabled", "hidden", "tabindex"] });
          for (const end = performance.now() + 60_000; performance.now() < end;) {
            const before = changes;
            await new Promise(done => setTimeout(done, 300));
            if (changes !== before) continue;
            const found = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
            note(observer.takeRecords());
            if (changes !== before) continue;
            observer.disconnect();
            return JSON.stringify(found.violations.map(rule => rule.id + ": " + rule.help + "\n  " + rule.nodes.slice(0, 5).map(node => node.target.join(" ") + "  " + node.html.slice(0, 160)).join("\n  ")));
          }
          throw new Error("The page did not stand still for a minute: its elements changed again and again.");
        }
        """;

    /// <summary>
    /// What on the page breaks a rule, once its interactive parts are drawn and it stands still: as it is prerendered, its forms are disabled. The palette is the last of these parts and is not prerendered.
    /// </summary>
    internal static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        var rules = Path.Combine(Repository.Root, "tests", "EndToEnd.Tests", "Accessibility", "node_modules", "axe-core", "axe.min.js");
        await page.Locator("#palette").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.EvaluateAsync(await File.ReadAllTextAsync(rules, TestContext.Current.CancellationToken));
        return JsonSerializer.Deserialize<List<string>>(await page.EvaluateAsync<string>(Run))!; // The script gives a list.
    }
}

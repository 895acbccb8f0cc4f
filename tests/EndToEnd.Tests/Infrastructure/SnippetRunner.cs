using System.Diagnostics;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Infrastructure;

/// <summary>Takes snippets off pages and runs them as a reader would who copies them.</summary>
internal static class SnippetRunner
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The snippet behind a tab of the page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="label">Name of the tab.</param>
    /// <param name="id">Id of the group of snippets, where a page has several.</param>
    internal static async Task<string> FindAsync(IPage page, string label, string? id = null)
    {
        var tabs = id is null ? page.Locator(".snip") : page.Locator($".snip:has([id^='{id}-tab-'])");
        var tab = tabs.GetByRole(AriaRole.Tab, new() { Name = label, Exact = true });
        return await page.Locator("#" + await tab.GetAttributeAsync("aria-controls")).Locator("pre").TextContentAsync() ?? string.Empty;
    }

    /// <summary>Runs a snippet in a folder by the means that its tab names, and gives what it printed. Skips the test when Python lacks a module.</summary>
    internal static async Task<string> RunAsync(string folder, string label, string snippet)
    {
        switch (label)
        {
            case "Python" or "pandas":
                await NeedPythonAsync(label == "pandas" ? ["requests", "pandas", "pyarrow"] : ["requests"]);
                await File.WriteAllTextAsync(Path.Combine(folder, "snippet.py"), snippet, Token);
                return await ShellAsync(folder, "python3 snippet.py");
            case ".NET":
                await File.WriteAllTextAsync(Path.Combine(folder, "snippet.cs"), snippet, Token);
                return await ShellAsync(folder, "dotnet run snippet.cs");
            default:
                return await ShellAsync(folder, snippet);
        }
    }

    /// <summary>Runs a command, which must succeed. Snippets are meant for the folder of the repository, so the command line is named by its path.</summary>
    internal static async Task<string> ShellAsync(string folder, string command)
    {
        var inPlace = command.Replace("./catalog", Repository.CliProgram, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-ec", inPlace]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("'bash' did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, $"{inPlace}\n{await output}\n{await errors}");
        return await output;
    }

    private static async Task NeedPythonAsync(string[] modules)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", ["-c", $"import {string.Join(", ", modules)}"]) { RedirectStandardError = true });
        await (process?.WaitForExitAsync(Token) ?? Task.CompletedTask);
        Assert.SkipUnless(process?.ExitCode == 0, $"Python lacks one of the modules {string.Join(", ", modules)} here.");
    }
}

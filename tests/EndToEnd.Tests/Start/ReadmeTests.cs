using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Start;

/// <summary>The two commands of the README.</summary>
public sealed partial class ReadmeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readme_HasTwoCommands_TheSecondIsWhatCiRuns()
    {
        var commands = Commands();
        Assert.Equal(2, commands.Count);
        Assert.EndsWith("exec " + commands[1], File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")).TrimEnd(), StringComparison.Ordinal);

        using var data = new TemporaryDirectory();
        var output = new ConcurrentQueue<string>();
        using var help = Start(commands[1] + " --help", data.Path, output);
        await help.WaitForExitAsync(Token);
        Assert.Equal(0, help.ExitCode);
        Assert.Contains(output, static line => line.Contains("N passed, N failed, N skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunCommand_EmptyFolder_PrintsAnAddressWithSampleDataBehindIt()
    {
        using var data = new TemporaryDirectory();
        var output = new ConcurrentQueue<string>();
        using var process = Start(Commands()[0], data.Path, output);
        try
        {
            var address = await WaitForAddressAsync(process, output);

            using var http = new HttpClient { BaseAddress = address };
            Assert.Contains("customer_profile", await http.GetStringAsync(new Uri("/search?q=customer_profile", UriKind.Relative), Token), StringComparison.Ordinal);
            Assert.Contains("online_retail_2011-10-01_2011-12-09.csv.gz", await http.GetStringAsync(new Uri("/runs", UriKind.Relative), Token), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static List<string> Commands()
        => [.. CommandBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(static match => match.Groups[1].Value.Trim())];

    private static Process Start(string command, string data, ConcurrentQueue<string> output)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "-c", "exec " + command } };
        start.Environment["Catalog__DataDirectory"] = data;
        start.Environment["Urls"] = $"http://127.0.0.1:{FreePort.Next()}";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? string.Empty);
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? string.Empty);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // The address is printed once the sample data are in.
    private static async Task<Uri> WaitForAddressAsync(Process process, ConcurrentQueue<string> output)
    {
        while (true)
        {
            if (output.Select(static line => Ready().Match(line)).FirstOrDefault(static match => match.Success) is { } ready)
            {
                return new Uri(ready.Groups[1].Value);
            }

            Assert.False(process.HasExited, string.Join('\n', output));
            await Task.Delay(100, Token);
        }
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CommandBlock();

    [GeneratedRegex(@"(http://[\d.:a-z]+)/?\s*$")]
    private static partial Regex Ready();
}

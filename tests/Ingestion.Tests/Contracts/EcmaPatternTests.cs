using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Tests.Contracts;

/// <summary>Patterns of contracts are JavaScript's, so JavaScript itself is the oracle.</summary>
public sealed class EcmaPatternTests
{
    private const string Script = """
        let text = ''; process.stdin.setEncoding('utf8'); process.stdin.on('data', part => text += part);
        process.stdin.on('end', () => console.log(JSON.stringify(JSON.parse(text).map(([pattern, input]) => {
          try { return new RegExp(pattern, 'u').test(input); } catch { return null; } }))));
        """;

    private static readonly string[] Atoms =
    [
        "a", "b", "1", "_", " ", "é", "😀", ".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "^", "$", "[ab]", "[^ab]", "[\\w-]", "[^\\d]", "[😀b]", "\\.", "\\u0061",
        "\\u{1F600}", "\\n", "\\/", "(?=a)", "(?!b)", "(?<=a)", "(?<!1)",
    ];

    private static readonly string[] Letters = ["a", "b", "1", "_", " ", "é", "😀", "\n", "\u2028", "٣", "A", ".", "\u00a0"];

    [Fact]
    public async Task TryCompile_RandomPatterns_MatchAsInJavaScript()
    {
        Assert.SkipWhen(!HasNode(), "Node.js is not on the PATH.");
        var random = new Random(20261127);
        var cases = new List<string[]>();
        for (var i = 0; i < 2_000; i++)
        {
            cases.Add([MakePattern(random, 3), string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Letters[random.Next(Letters.Length)]))]);
        }

        var expected = await AskNodeAsync(cases);

        var compared = 0;
        for (var i = 0; i < cases.Count; i++)
        {
            if (expected[i] is not { } answer || !EcmaPattern.TryCompile(cases[i][0], TimeSpan.FromSeconds(5), out var regex, out _))
            {
                continue;
            }

            compared++;
            Assert.True(answer == regex!.IsMatch(cases[i][1]), $"/{cases[i][0]}/u on {JsonSerializer.Serialize(cases[i][1])} is {answer} in JavaScript.");
        }

        Assert.True(compared > 1_300, $"Only {compared} patterns could be compared.");
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[b-a]")]
    [InlineData("a**")]
    public void TryCompile_NotAPattern_SaysWhy(string pattern)
    {
        Assert.False(EcmaPattern.TryCompile(pattern, TimeSpan.FromSeconds(1), out _, out var error));
        Assert.Contains(pattern, error, StringComparison.Ordinal);
    }

    private static string MakePattern(Random random, int depth)
    {
        var pattern = new StringBuilder();
        for (var parts = random.Next(1, 4); parts > 0; parts--)
        {
            var atom = depth > 0 && random.Next(4) == 0 ? $"(?:{MakePattern(random, depth - 1)}|{MakePattern(random, depth - 1)})" : Atoms[random.Next(Atoms.Length)];
            var isAssertion = atom is "^" or "$" or "\\b" or "\\B" || atom.StartsWith("(?=", StringComparison.Ordinal) || atom.StartsWith("(?!", StringComparison.Ordinal)
                || atom.StartsWith("(?<", StringComparison.Ordinal);
            pattern.Append(atom).Append(isAssertion ? string.Empty : random.Next(6) switch { 0 => "?", 1 => "{1,2}", 2 => "+?", _ => string.Empty });
        }

        return pattern.ToString();
    }

    private static bool HasNode()
        => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "node")));

    private static async Task<List<bool?>> AskNodeAsync(List<string[]> cases)
    {
        var token = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false) };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Script);
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync(token);
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(cases));
        node.StandardInput.Close();
        await node.WaitForExitAsync(token);
        return JsonSerializer.Deserialize<List<bool?>>(await output)!;
    }
}

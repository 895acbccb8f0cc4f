using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Tests.Testing;
using Spectre.Console;

namespace Catalog.Cli.Tests.Output;

public sealed class CommandOutputTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };

    [Fact]
    public void Show_Table_IsNotFoldedOrFilledUp()
    {
        var words = new string('x', 500);

        Make(json: false).Show(new JsonObject(), console => new Listing("Name", "Count#", "What").Row("a", "1", words).Row("bb", null, "short [red]").WriteTo(console, "none"));

        Assert.Equal($"NAME  COUNT  WHAT\na         1  {words}\nbb        –  short [red]\n", _output.ToString());
    }

    [Fact]
    public void Show_EmptyTable_SaysSo()
    {
        Make(json: false).Show(new JsonObject(), static console => new Listing("Name").WriteTo(console, "There is nothing."));

        Assert.Equal("There is nothing.\n", _output.ToString());
    }

    [Fact]
    public void Listing_NarrowTerminal_CutsWordsAndNothingElse()
    {
        var listing = new Listing("Name", "Message~", "At").Row("a-long-name-that-stays", new string('w', 60), "2026-11-20T12:00:00Z");

        Make(json: false).Show(new JsonObject(), console =>
        {
            console.Profile.Width = 70;
            listing.WriteTo(console, "none");
            console.Profile.Width = 10;
            listing.WriteTo(console, "none");
        });

        var lines = _output.ToString().Split('\n');
        Assert.Equal($"a-long-name-that-stays  {new string('w', 23)}…  2026-11-20T12:00:00Z", lines[1]);
        Assert.Equal($"a-long-name-that-stays  {new string('w', 11)}…  2026-11-20T12:00:00Z", lines[3]);
    }

    [Fact]
    public void Listing_ControlCharacters_DoNotReachTheTerminal()
    {
        Make(json: false).Show(new JsonObject(), static console => new Listing("Record").Row("a\u001b[31mred\u0007\nb").WriteTo(console, "none"));

        Assert.Equal("RECORD\na·[31mred· b\n", _output.ToString());
    }

    [Theory]
    [InlineData("2026-11-20T12:00:00.123456Z", "2026-11-20T12:00:00Z")]
    [InlineData("1969-12-31T23:59:59.500Z", "1969-12-31T23:59:59Z")]
    [InlineData("soon", "soon")]
    [InlineData(null, null)]
    public void ShownTime_OfAnyTime_IsToTheSecond(string? time, string? expected) => Assert.Equal(expected, ShownTime.Of(time));

    [Fact]
    public void Show_Json_KeepsTextReadable()
    {
        Make(json: true).Show(new JsonObject { ["someText"] = "Zürich & <b>" }, static console => console.WriteLine("not this"));

        Assert.Equal("{\n  \"some_text\": \"Zürich & <b>\"\n}\n", _output.ToString());
    }

    [Fact]
    public void Fail_Text_GoesToStandardError()
    {
        Make(json: false).Fail(CommandException.Local(3, "source-not-found", "It is not there."), static console => console.WriteLine("more"));

        Assert.Empty(_output.ToString());
        Assert.Equal("more\ncatalog: It is not there.\n  code source-not-found, exit code 3\n", _errors.ToString());
    }

    [Fact]
    public async Task Progress_NotWatched_WritesAtMostALineInFiveSeconds()
    {
        var clock = new HastyClock();
        var output = Make(json: false, clock);

        await output.WithProgressAsync("Work", async progress =>
        {
            for (var i = 0; i <= 12; i++)
            {
                progress.Report(new WorkProgress(i, 12, "rows"));
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
            }

            return true;
        });

        Assert.Equal("Work: 5 of 12 rows (41.7 %)\nWork: 10 of 12 rows (83.3 %)\n", _errors.ToString());
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Progress_OnATerminal_IsABarAndLeavesTheOutputAlone()
    {
        var output = new CommandOutput(Environment(TimeProvider.System) with { ErrorIsTerminal = true }, json: false);

        var result = await output.WithProgressAsync("Work [1]", progress =>
        {
            progress.Report(new WorkProgress(1_500_000, 3_000_000, WorkUnit.Bytes, "7 rows"));
            output.Note("By the way.");
            return Task.FromResult(42);
        });

        Assert.Equal(42, result);
        Assert.Contains("By the way.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData(5, null, "rows", null, "5 rows")]
    [InlineData(1_000, 5_000L, "rows", null, "1,000 of 5,000 rows")]
    [InlineData(1_200_000, 7_500_000L, "bytes", "12 rows", "1.2 MB of 7.5 MB, 12 rows")]
    [InlineData(0, 0L, "bytes", null, "0 bytes")]
    public void WorkProgress_InWords_NamesItsUnit(long done, long? total, string unit, string? note, string expected)
        => Assert.Equal(expected, new WorkProgress(done, total, unit, note).ToString());

    private CommandOutput Make(bool json, TimeProvider? time = null) => new(Environment(time ?? TimeProvider.System), json);

    private CommandEnvironment Environment(TimeProvider time) => new()
    {
        Output = _output,
        Error = _errors,
        StartHost = static (_, _) => throw new InvalidOperationException("No host is needed."),
        Time = time,
    };
}

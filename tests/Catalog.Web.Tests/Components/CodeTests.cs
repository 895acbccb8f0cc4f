using System.Text;
using Catalog.Web.Components.Controls;
using Catalog.Web.ViewModels;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Components;

public sealed class CodeTests
{
    private const string Nasty = "kind: \"a # b\" # c\n- {x: 1, \"y\": 'it''s'}\n\t<script>alert(1)</script> \\ \" ' `";

    [Theory]
    [InlineData(CodeLanguage.Plain)]
    [InlineData(CodeLanguage.Shell)]
    [InlineData(CodeLanguage.Json)]
    [InlineData(CodeLanguage.Yaml)]
    [InlineData(CodeLanguage.Python)]
    [InlineData(CodeLanguage.CSharp)]
    [InlineData(CodeLanguage.Sql)]
    public void Spans_AnyText_JoinToTheSameText(CodeLanguage language)
    {
        var random = new Random(7);
        const string Alphabet = "ab1.-\"'#:{}[]/\\ \n\t<>&SELECT";
        foreach (var text in Enumerable.Range(0, 500).Select(_ => new string([.. Enumerable.Range(0, 40).Select(_ => Alphabet[random.Next(Alphabet.Length)])])).Append(Nasty).Append(""))
        {
            Assert.Equal(text, string.Concat(CodeInk.Spans(text, language).Select(span => span.Text)));
        }
    }

    [Theory]
    [InlineData(CodeLanguage.Yaml, "name: spend_7d # sum", "k:name co:# sum")]
    [InlineData(CodeLanguage.Yaml, "  - {name: a, where: \"b: c\"}", "k:name k:where s:\"b: c\"")]
    [InlineData(CodeLanguage.Yaml, "url: http://a/b#c", "k:url")]
    [InlineData(CodeLanguage.Json, "{\"a\": [1, \"b\", null]}", "k:\"a\" nn:1 s:\"b\" kw:null")]
    [InlineData(CodeLanguage.Shell, "curl localhost:8080 -d '{\"id\": 12}' # go", "k:\"id\" nn:12 co:# go")]
    [InlineData(CodeLanguage.Python, "from x import y  # z", "kw:from kw:import co:# z")]
    [InlineData(CodeLanguage.CSharp, "var a = new B(\"c\"); // d", "kw:var kw:new s:\"c\" co:// d")]
    [InlineData(CodeLanguage.Sql, "SELECT a FROM b WHERE c > 'd'", "kw:SELECT kw:FROM kw:WHERE s:'d'")]
    public void Spans_KnownTokens_HaveTheirInk(CodeLanguage language, string code, string expected)
        => Assert.Equal(expected, string.Join(' ', CodeInk.Spans(code, language).Where(span => span.Ink is not null).Select(span => $"{span.Ink}:{span.Text}")));

    [Fact]
    public async Task Snippets_Code_IsTextAndSelectsTheFirst()
    {
        Snippet[] items = [new("HTTP", CodeLanguage.Shell, "curl '<b>'"), new("Python", CodeLanguage.Python, "x = 1")];
        var part = await RenderAsync<Snippets>(new() { ["Items"] = items, ["Id"] = "use" });
        var tabs = part.QuerySelectorAll("[role=tab]");

        Assert.Equal(["true", "false"], tabs.Select(tab => tab.GetAttribute("aria-selected")));
        Assert.Equal(["0", "-1"], tabs.Select(tab => tab.GetAttribute("tabindex")));
        foreach (var tab in tabs)
        {
            var panel = part.QuerySelector("#" + tab.GetAttribute("aria-controls"))!;
            Assert.Equal(tab.Id, panel.GetAttribute("aria-labelledby"));
        }

        Assert.Equal("curl '<b>'", part.QuerySelector("#use-0 pre")!.TextContent);
        Assert.True(part.QuerySelector("#use-1")!.HasAttribute("hidden"));
        Assert.False(part.QuerySelector("#use-0")!.HasAttribute("hidden"));
        Assert.NotNull(part.QuerySelector("button.copy[aria-label]"));
    }

    [Fact]
    public async Task Code_Address_BreaksAfterSlashesAndTheTextStaysTheSame()
    {
        const string Text = "curl -s \"http://127.0.0.1:8080/get-online-features\" -d '{}' https://a-b/c-d";

        var code = await RenderAsync<Code>(new() { ["Text"] = Text, ["Language"] = CodeLanguage.Shell });

        Assert.Equal(["http://127.0.0.1:8080/", "get-online-features", "https://a-b/", "c-d"], code.QuerySelectorAll(".code-address").Select(static address => address.TextContent));
        Assert.Equal(Text, code.TextContent);
    }

    [Fact]
    public async Task YamlPane_Marks_StandOnTheirLines()
    {
        var marks = new Dictionary<int, LineMark> { [1] = LineMark.Error, [3] = LineMark.Added };
        var pane = await RenderAsync<YamlPane>(new() { ["Text"] = "a: 1\r\nb: 2\nc: 3\n", ["Marks"] = marks });
        var lines = pane.QuerySelectorAll(".yaml > span");

        Assert.Equal(["a: 1", "b: 2", "c: 3"], lines.Select(line => line.TextContent));
        Assert.Equal(["bad", null, "add"], lines.Select(line => line.GetAttribute("class")));
    }

    [Fact]
    public async Task HexView_MarkedSpan_IsMarkedInBytesAndText()
    {
        var bytes = Encoding.ASCII.GetBytes("14.17,,United");
        var view = await RenderAsync<HexView>(new() { ["Bytes"] = new ReadOnlyMemory<byte>(bytes), ["MarkStart"] = 5, ["MarkLength"] = 2 });

        Assert.Equal("0000  31 34 2e 31 37 2c 2c 55 6e 69  14.17,,Uni\n000a  74 65 64                       ted\n", view.QuerySelector(".hex")!.TextContent);
        Assert.Equal(["2c", "2c", ",", ","], view.QuerySelectorAll("mark").Select(mark => mark.TextContent));
    }

    [Fact]
    public async Task HexView_ControlBytesAndMarkup_AreDotsAndText()
    {
        var view = await RenderAsync<HexView>(new() { ["Bytes"] = new ReadOnlyMemory<byte>([0x00, 0x0a, 0x7f, 0xff, (byte)'<', (byte)'b', (byte)'>']) });

        Assert.EndsWith("....<b>\n", view.QuerySelector(".hex")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HexView_MoreThanItShows_SaysSo()
    {
        var view = await RenderAsync<HexView>(new() { ["Bytes"] = new ReadOnlyMemory<byte>(new byte[70_000]) });

        Assert.Contains("first 4,096 of 70,000 bytes", view.TextContent, StringComparison.Ordinal);
        Assert.Empty((await RenderAsync<HexView>(new() { ["Bytes"] = ReadOnlyMemory<byte>.Empty })).QuerySelector(".hex")!.TextContent.Trim());
    }

    [Theory]
    [InlineData("basket_spend_avg", "spend", "basket_[spend]_avg")]
    [InlineData("Spend spend", "SPEND", "[Spend] [spend]")]
    [InlineData("customer_spend", "spend customer", "[customer]_[spend]")]
    [InlineData("aab", "a aa", "[aa]b")]
    [InlineData("<b>", "<", "[<]b>")]
    [InlineData("plain", "", "plain")]
    [InlineData("", "x", "")]
    public async Task Marked_Words_AreMarkedWhereTheyStand(string text, string words, string expected)
    {
        var marked = await RenderAsync<Marked>(new() { ["Text"] = text, ["Words"] = words });

        Assert.Equal(expected, string.Concat(marked.ChildNodes.Select(node => node.NodeName == "MARK" ? $"[{node.TextContent}]" : node.TextContent)));
    }
}

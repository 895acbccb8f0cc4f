using System.Text;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Tests.Testing;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a: 1\na: 2\n", "2:1 yaml-duplicate-key")]
    [InlineData("a:\n  b: 1\n  b: 2\n", "3:3 yaml-duplicate-key a")]
    [InlineData("a:\n\tb: 1\n", "2:1 yaml-tab")]
    [InlineData("a:\n  b: 1\n \t c: 2\n", "3:2 yaml-tab")]
    [InlineData("a: x\nb:\n  - {c: 1}\n\t  - {d: 2}\ne: 1\n", "4:1 yaml-tab")]
    [InlineData("a: x\nb: y\nc: z\n\td: 2\n", "4:1 yaml-tab")]
    [InlineData("a: b: c\n", "1:5 yaml-syntax")]
    [InlineData("a: 'open\n", "1:4 yaml-syntax")]
    [InlineData("a: \"\\q\"\n", "1:4 yaml-syntax")]
    [InlineData("a: !!binary aGk=\n", "1:4 yaml-tag a")]
    [InlineData("a: !custom {b: 1}\n", "1:4 yaml-tag a")]
    [InlineData("a: !!int x\n", "1:4 yaml-tag a")]
    [InlineData("? [?\n\\!: [\n", "1:1 yaml-syntax")]
    [InlineData("!!c]'-\t\n", "1:7 yaml-syntax")]
    [InlineData("\r: \",!]\r,\t", "2:3 yaml-syntax")]
    [InlineData("a: *none\n", "1:4 yaml-alias a")]
    [InlineData("a: &x {b: *x}\n", "1:11 yaml-alias a.b")]
    [InlineData("a: &x {b: 1}\nc: {<<: *x}\n", "2:5 yaml-merge-key c")]
    [InlineData("? [a, b]\n: 1\n", "1:3 yaml-key")]
    [InlineData("a: 1\nb: x\0\nc: 2\n", "2:5 yaml-syntax")]
    [InlineData("a: \u001b\n", "1:4 yaml-syntax")]
    [InlineData("%YAML 1.1\n---\na: 1\n", "1:1 yaml-directive")]
    public void Read_WhatDefinitionsDoNotUse_IsReportedWhereItStands(string text, string expected)
    {
        var findings = new FindingList();

        YamlReader.Read("a.yaml", text, findings);

        Assert.Equal([expected], findings.ToSorted().Select(Findings.Show));
    }

    [Fact]
    public void Read_SyntaxErrorInOneDocument_StillReadsTheOthers()
    {
        var findings = new FindingList();

        var documents = YamlReader.Read("a.yaml", "a: 1\n---\nb: [\n---\nc: {\n--- # here\nd: 4\n", findings);

        Assert.Equal([true, false, false, true], documents.Select(static document => document.Root is not null));
        Assert.Equal(2, findings.ErrorCount);
        Assert.Equal("{\"d\": 4}", YamlCanon.Write(documents[3].Root!));
    }

    [Fact]
    public void Read_Documents_KeepTheirTextAndTheirLines()
    {
        var findings = new FindingList();

        var documents = YamlReader.Read("a.yaml", "\uFEFF# first\n\na: 1\n\n---\n\n# second\nb: 2   # two\n...\n", findings);

        Assert.Equal(["# first\n\na: 1\n", "# second\nb: 2   # two\n"], documents.Select(static document => document.Text));
        Assert.Equal((3, 8), (documents[0].Root!.Span.Line, documents[1].Root!.Span.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n---\n...\n")]
    [InlineData("\uFEFF")]
    public void Read_NothingInIt_GivesNoDocument(string text)
    {
        var findings = new FindingList();

        Assert.Empty(YamlReader.Read("a.yaml", text, findings));
        Assert.False(findings.HasErrors);
    }

    [Theory]
    [InlineData("--- text\n", "\"text\"")]
    [InlineData("a: |\n  ---\n  x\n", "{\"a\": \"---\\nx\\n\"}")]
    [InlineData("a: no\n", "{\"a\": \"no\"}")]
    [InlineData("a: [on, 12:30, 1e3, 0x1F, .inf, ~, Null, TRUE, \"1\", 1_0]\n", "{\"a\": [\"on\", \"12:30\", 1e3, 0x1f, .inf, null, null, true, \"1\", \"1_0\"]}")]
    [InlineData("a: !!str 5\nb: !!float 5\nc: ! 5\n", "{\"a\": \"5\", \"b\": 5, \"c\": \"5\"}")]
    [InlineData("a: &x [1]\nb: *x\n", "{\"a\": [1], \"b\": [1]}")]
    [InlineData("a: \"x\n b\"\n", "{\"a\": \"x b\"}")]
    [InlineData("k:\n  a: \"x\\\n  \\ y ''\\\" z\"\n  b: 'it''s\n  so'\n", "{\"k\": {\"a\": \"x y ''\\\" z\", \"b\": \"it's so\"}}")]
    public void Read_LegalYaml_MeansWhatTheStandardSays(string text, string expected)
    {
        var findings = new FindingList();

        var document = Assert.Single(YamlReader.Read("a.yaml", text, findings));

        Assert.Equal([], findings.ToSorted());
        Assert.Equal(expected, YamlCanon.Write(document.Root!));
    }

    [Fact]
    public void Read_AliasBomb_IsRefusedWithoutWritingItOut()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 30; level++)
        {
            bomb.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        AssertRefused("yaml-too-large", bomb.ToString());
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    [InlineData('-')]
    public void Read_EndlessNesting_IsRefused(char open)
        => AssertRefused("yaml-too-deep", "a: " + (open == '-' ? "\n" + string.Concat(Enumerable.Repeat("- ", 100_000)) : new string(open, 100_000)));

    [Fact]
    public void Read_TooManyCharacters_IsRefusedUnread() => AssertRefused("yaml-too-large", new string('a', YamlLimits.MaxCharacters + 1));

    [Fact]
    public void Read_ManyWronglyIndentedQuotes_EndsAfterItsBudget()
    {
        var text = new StringBuilder();
        for (var index = 0; index < 20_000; index++)
        {
            text.Append($"k{index}: \"x\ny\"\n");
        }

        var findings = new FindingList();

        YamlReader.Read("a.yaml", text.ToString(), findings);

        Assert.All(findings.ToSorted(), static finding => Assert.Equal("yaml-syntax", finding.Rule));
    }

    [Fact]
    public void Read_LongKeyWithManyValues_IsReadWithoutCopyingIt()
    {
        var text = $"? {new string('k', 1_000_000)}\n:\n{string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"  k{i}: 1\n"))}";

        Assert.NotNull(Assert.Single(YamlReader.Read("a.yaml", text, new FindingList())).Root);
    }

    [Fact]
    public void Read_RandomBytes_NeverThrows()
    {
        const string Alphabet = "abc:-[]{}#&*!|>'\"%@`,?~ \t\n\r\\0é\uD83D<.";
        for (var seed = 0; seed < 8_000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

            DocumentBinder.BindFile("a.yaml", text);
        }
    }

    private static void AssertRefused(string rule, string text)
    {
        var findings = new FindingList();

        YamlReader.Read("a.yaml", text, findings);

        Assert.Equal(rule, Assert.Single(findings.ToSorted()).Rule);
    }
}

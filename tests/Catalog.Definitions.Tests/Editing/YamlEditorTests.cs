using System.Text.Json.Nodes;
using Catalog.Definitions.Editing;

namespace Catalog.Definitions.Tests.Editing;

public sealed class YamlEditorTests
{
    private const string View = """
        # What a customer bought.
        kind: FeatureView
        name: 'profile'   # quoted for no reason
        entities: [customer_id]
        ttl: 30d
        features:
          # the country
          - {name: last_country, type: string, from: country}   # newest
          - name: last_price
            type: double

            from: unit_price
        # the end

        """;

    [Fact]
    public void Set_QuotedText_KeepsItsQuotesAndTheComment()
        => AssertEdit("name: 'profile'   #", "name: 'buyer'   #", YamlEditor.Set(View, "name", "buyer"));

    [Fact]
    public void Set_ValueInBraces_ChangesThatValueAlone()
        => AssertEdit("type: string, from", "type: int64, from", YamlEditor.Set(View, "features[0].type", "int64"));

    [Fact]
    public void Set_ValueInLines_ChangesThatValueAlone()
        => AssertEdit("    type: double\n", "    type: float\n", YamlEditor.Set(View, "features[1].type", "float"));

    [Fact]
    public void Set_NewKeyAfterAnother_PutsItThere()
        => AssertEdit("ttl: 30d\n", "ttl: 30d\nstrict_before: true\n", YamlEditor.Set(View, "strict_before", true, after: "ttl"));

    [Fact]
    public void Set_NewKeyInBraces_PutsItLast()
        => AssertEdit("from: country}", "from: country, tags: [pii, shown]}", YamlEditor.Set(View, "features[0].tags", new JsonArray("pii", "shown")));

    [Fact]
    public void Set_KeyWithinAMissingMapping_MakesTheMapping()
        => AssertEdit("    from: unit_price\n", "    from: unit_price\ncsv:\n  delimiter: ;\n", YamlEditor.Set(View, "csv.delimiter", ";"));

    [Fact]
    public void Add_ItemToAListInBrackets_StaysInBrackets()
        => AssertEdit("[customer_id]", "[customer_id, stock_code]", YamlEditor.Add(View, "entities", "stock_code"));

    [Fact]
    public void Add_ItemToAListInLines_FollowsTheStyleOfTheLastItem()
        => AssertEdit(
            "    from: unit_price\n",
            "    from: unit_price\n  - name: last_invoice\n    type: string\n",
            YamlEditor.Add(View, "features", new JsonObject { ["name"] = "last_invoice", ["type"] = "string" }));

    [Fact]
    public void Add_ItemToAMissingList_MakesTheList()
        => AssertEdit("ttl: 30d\n", "ttl: 30d\n", YamlEditor.Remove(YamlEditor.Add(View, "tags", "new"), "tags"));

    [Fact]
    public void Remove_ItemWithItsComment_KeepsTheCommentAbove()
        => AssertEdit("  - {name: last_country, type: string, from: country}   # newest\n", string.Empty, YamlEditor.Remove(View, "features[0]"));

    [Fact]
    public void Remove_FirstKeyBesideTheDash_MovesTheNextUp()
        => AssertEdit("- name: last_price\n    type: double", "- type: double", YamlEditor.Remove(View, "features[1].name"));

    [Fact]
    public void Remove_LastItem_LeavesAnEmptyList() => AssertEdit("[customer_id]", "[]", YamlEditor.Remove(View, "entities[0]"));

    [Fact]
    public void Rename_Key_KeepsEverythingElse() => AssertEdit("ttl:", "max_age:", YamlEditor.Rename(View, "ttl", "max_age"));

    [Fact]
    public void Edits_OfCarriageReturns_KeepThem()
    {
        var text = View.ReplaceLineEndings("\r\n");

        var edited = YamlEditor.Set(YamlEditor.Set(text, "ttl", "1d"), "tags", new JsonArray(new JsonObject { ["a"] = new JsonArray(1) }));

        Assert.DoesNotContain(edited.Split('\n').SkipLast(1), static line => !line.EndsWith('\r'));
    }

    [Theory]
    [InlineData("a: |\n  one\n  two\n\n# c\nb: 1\n", "a", "x", "a: x\n\n# c\nb: 1\n")]
    [InlineData("a: |+\n  one\n\n\nb: 1\n", "a", "x", "a: x\nb: 1\n")]
    [InlineData("a: >-\n  one\n  two\n", "a", "x", "a: x\n")]
    [InlineData("a:\nb: 1\n", "a", "x", "a: x\nb: 1\n")]
    [InlineData("a:   # c\n", "a", "x", "a: x   # c\n")]
    [InlineData("a: ~\n", "a", "x", "a: x\n")]
    [InlineData("a: {b, c: }\n", "a.b", "x", "a: {b: x, c: }\n")]
    [InlineData("a: {b, c: }\n", "a.c", "x", "a: {b, c: x}\n")]
    [InlineData("a: [x, *y]\n", "a[0]", "z", null)]
    [InlineData("a: &y 1\nb: *y\n", "b", "x", "a: &y 1\nb: x\n")]
    [InlineData("a: &y 1\nb: *y\n", "a", "x", null)]
    [InlineData("a: &y {c: 1}\nb: *y\n", "b.c", "x", null)]
    [InlineData("? a\n: 1\n", "a", "x", null)]
    [InlineData("a: 1\n---\na: 2\n", "a", "x", null)]
    [InlineData("a: [1\n", "a", "x", null)]
    [InlineData("", "a", "x", null)]
    [InlineData("- 1\n", "a", "x", null)]
    [InlineData("a: 1\n", "a.b", "x", null)]
    [InlineData("a: [1]\n", "a[2]", "x", null)]
    [InlineData("a: [1]\n", "a[1]", "x", "a: [1, x]\n")]
    [InlineData("a: 1\n", "", "x", null)]
    [InlineData("a: 1\n", "a..b", "x", null)]
    [InlineData("a: 1\n", "[", "x", null)]
    [InlineData("\"a.b\": 1\n", "[\"a.b\"]", "x", "\"a.b\": x\n")]
    [InlineData("a: !!str 5\n", "a", "x", "a: x\n")]
    [InlineData("a: \"x\n  y\"\n", "a", "z", "a: \"z\"\n")]
    [InlineData("a: 1", "a", "x", "a: x")]
    public void Set_OddLayouts_EitherWorkOrAreRefused(string text, string path, string value, string? expected)
    {
        if (expected is null)
        {
            var exception = Assert.Throws<DefinitionsException>(() => YamlEditor.Set(text, path, value));
            Assert.Equal(DefinitionsErrorCode.EditRefused, exception.ErrorCode);
        }
        else
        {
            Assert.Equal(expected, YamlEditor.Set(text, path, value));
        }
    }

    [Theory]
    [InlineData("a: 1\n", "b")]
    [InlineData("a: 1\n", "a")]
    [InlineData("a: &x 1\nb: *x\n", "a")]
    [InlineData("a: [b: 1]\nc: 1\n", "a[0].b")]
    public void Remove_NotPossible_IsRefused(string text, string path)
        => Assert.Equal(DefinitionsErrorCode.EditRefused, Assert.Throws<DefinitionsException>(() => YamlEditor.Remove(text, path)).ErrorCode);

    [Fact]
    public void Rename_ToAKeyThatExists_IsRefused()
        => Assert.Throws<DefinitionsException>(() => YamlEditor.Rename(View, "ttl", "name"));

    [Theory]
    [InlineData("yes")]
    [InlineData("NO")]
    [InlineData("12:30")]
    [InlineData("2011-12-09")]
    [InlineData("0x1f")]
    [InlineData("1_000")]
    [InlineData("~")]
    [InlineData("a: b")]
    [InlineData("*a")]
    [InlineData("")]
    public void Set_TextThatReadersTakeForSomethingElse_IsQuoted(string value)
        => AssertEdit("ttl: 30d", $"ttl: \"{value}\"", YamlEditor.Set(View, "ttl", value));

    [Fact]
    public void WriteDocument_View_ReadsLikeTheSamples()
    {
        var document = new JsonObject
        {
            ["kind"] = "FeatureView",
            ["description"] = null,
            ["entities"] = new JsonArray("customer_id"),
            ["features"] = new JsonArray(new JsonObject { ["name"] = "a", ["type"] = "list<string>", ["from"] = null }),
            ["csv"] = new JsonObject { ["delimiter"] = "|" },
            ["text"] = "one\ntwo\n",
        };

        Assert.Equal(
            "kind: FeatureView\nentities: [customer_id]\nfeatures:\n  - {name: a, type: list<string>}\ncsv:\n  delimiter: \"|\"\ntext: |\n  one\n  two\n",
            YamlWriter.WriteDocument(document));
    }

    private static void AssertEdit(string before, string after, string edited)
    {
        Assert.Contains(before, View, StringComparison.Ordinal);
        Assert.Equal(View.Replace(before, after, StringComparison.Ordinal), edited);
    }
}

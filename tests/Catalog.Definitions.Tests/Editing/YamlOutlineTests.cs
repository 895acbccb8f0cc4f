using Catalog.Definitions.Editing;

namespace Catalog.Definitions.Tests.Editing;

public sealed class YamlOutlineTests
{
    private const string View = """
        # What a customer bought.
        kind: FeatureView
        name: 'profile'   # quoted for no reason
        entities: [customer_id, "stock code"]
        ttl:
        description: |
          Two
          lines.
        features:
          # the country
          - {name: last_country, type: string}
          - name: last_price
            type: double

            from: unit_price
        # the end

        """;

    private static readonly YamlOutline Outline = YamlOutline.Open(View)!;

    [Fact]
    public void Text_Scalar_IsReadWithoutQuotes()
    {
        Assert.Equal("profile", Outline.Text("name"));
        Assert.Equal("double", Outline.Text("features[1].type"));
        Assert.Equal("Two\nlines.\n", Outline.Text("description"));
    }

    [Theory]
    [InlineData("ttl")]
    [InlineData("features")]
    [InlineData("features[2].name")]
    [InlineData("name.first")]
    [InlineData("no such")]
    [InlineData("[")]
    public void Text_NoSingleValue_IsNull(string path) => Assert.Null(Outline.Text(path));

    [Fact]
    public void Count_ListsAndMappings_AreCounted()
    {
        Assert.Equal(2, Outline.Count("features"));
        Assert.Equal(3, Outline.Count("features[1]"));
        Assert.Equal(0, Outline.Count("tags"));
        Assert.Equal(["customer_id", "stock code"], Outline.Texts("entities"));
    }

    [Fact]
    public void Has_KeyWithoutValue_IsThere()
    {
        Assert.True(Outline.Has("ttl"));
        Assert.False(Outline.Has("source"));
    }

    [Theory]
    [InlineData("name", 3, 3)]
    [InlineData("description", 6, 8)]
    [InlineData("features", 9, 15)]
    [InlineData("features[0]", 11, 11)]
    [InlineData("features[1]", 12, 15)]
    [InlineData("features[1].from", 15, 15)]
    [InlineData("ttl", 5, 5)]
    public void Lines_KeyOrItem_AreWhereItStands(string path, int first, int last) => Assert.Equal((first, last), Outline.Lines(path));

    [Fact]
    public void Lines_NothingThere_IsNull()
    {
        Assert.Null(Outline.Lines("source"));
        Assert.Null(Outline.Lines(string.Empty));
    }

    [Theory]
    [InlineData("kind: [")]
    [InlineData("- a\n- b\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("")]
    public void Open_NoSingleMapping_IsNull(string text) => Assert.Null(YamlOutline.Open(text));
}

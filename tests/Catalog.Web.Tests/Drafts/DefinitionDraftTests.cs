using System.Text.Json.Nodes;
using Catalog.Core.Model;
using Catalog.Web.Drafts;

namespace Catalog.Web.Tests.Drafts;

public sealed class DefinitionDraftTests
{
    private readonly DefinitionDraft _draft = new(DefinitionKind.FeatureView, DraftCatalogue.View, DraftCatalogue.View);

    [Fact]
    public void Set_TypedLetterByLetter_KeepsTheCommentAndNoQuotes()
    {
        foreach (var typed in new[] { "", "b", "b ", "b i", "basket_2" })
        {
            Assert.Null(_draft.Set("name", typed));
        }

        Assert.Contains("name: basket_2  # what the model calls it\n", _draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_NewKey_ComesWhereReadersLookForIt()
    {
        _draft.Set("description", "What a buyer bought last.");
        _draft.Set("strict_before", JsonValue.Create(true));

        Assert.Contains("owner: shop-team\ndescription: What a buyer bought last.\nentities:", _draft.Text, StringComparison.Ordinal);
        Assert.Contains("ttl: 30d  # a month\nstrict_before: true\nfeatures:", _draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_Emptied_TakesTheKeyAway()
    {
        _draft.Set("ttl", string.Empty);

        Assert.DoesNotContain("ttl", _draft.Text, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _draft.Value("ttl"));
    }

    [Fact]
    public void Set_EmptyWhereNothingIs_ChangesNothing()
    {
        Assert.Null(_draft.Set("description", string.Empty));
        Assert.False(_draft.HasChanges);
        Assert.False(_draft.CanUndo);
    }

    [Fact]
    public void Set_UnreadableText_SaysWhyAndKeepsIt()
    {
        _draft.Write("kind: [");

        Assert.Contains("mended", _draft.Set("name", "x"), StringComparison.Ordinal);
        Assert.Equal("kind: [", _draft.Text);
        Assert.Null(_draft.Outline);
    }

    [Fact]
    public void Undo_TypedText_IsOneStep()
    {
        _draft.Set("ttl", "6");
        _draft.Set("ttl", "60d");
        _draft.Set("name", "x");

        _draft.Undo();
        Assert.Equal("60d", _draft.Value("ttl"));

        _draft.Undo();
        Assert.Equal(DraftCatalogue.View, _draft.Text);
        Assert.False(_draft.CanUndo);
    }

    [Fact]
    public void RemoveItem_LastOne_TakesTheListAndItComesBackInLines()
    {
        _draft.RemoveItem("features", 1);
        _draft.RemoveItem("features", 0);
        Assert.False(_draft.Outline!.Has("features"));

        _draft.Add("features", new JsonObject { ["name"] = "price", ["type"] = "double" });

        Assert.EndsWith("features:\n  - {name: price, type: double}\n", _draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ToAnEmptyList_WritesLines()
    {
        var draft = new DefinitionDraft(DefinitionKind.FeatureView, "kind: FeatureView\nfeatures: []\n", string.Empty);

        draft.Add("features", new JsonObject { ["name"] = "price", ["type"] = "double" });

        Assert.Equal("kind: FeatureView\nfeatures:\n  - {name: price, type: double}\n", draft.Text);
    }

    [Fact]
    public void HasChanges_OtherLineEnds_AreNone()
        => Assert.False(new DefinitionDraft(DefinitionKind.Team, "kind: Team\r\n", "kind: Team\n").HasChanges);
}

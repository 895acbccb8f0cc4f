using Catalog.Web.ViewModels;

namespace Catalog.Web.Tests.ViewModels;

public sealed class LookupFormTests
{
    private static readonly Dictionary<string, string> Examples = new() { ["customer_id"] = "1, 2", ["features"] = "x" };

    [Fact]
    public void Read_NothingAsked_HoldsTheExamples()
    {
        var form = Read(new() { ["feature"] = "spend", ["theme"] = "dark" });

        Assert.Equal(("1, 2", "a, b", false), (form.Keys["customer_id"], form.Features, form.IsAsked));
    }

    [Fact]
    public void Read_KeysAsked_HoldsThemAsTyped()
    {
        var form = Read(new() { ["customer_id"] = " 7,x ", ["features"] = "a" });

        Assert.Equal((" 7,x ", "", "a", true), (form.Keys["customer_id"], form.Keys["features"], form.Features, form.IsAsked));
    }

    [Fact]
    public void Read_FieldEmptied_StaysEmpty()
    {
        var form = Read(new() { ["customer_id"] = "", ["features"] = "" });

        Assert.Equal(("", "", true), (form.Keys["customer_id"], form.Features, form.IsAsked));
    }

    [Fact]
    public void FieldOf_JoinKeyNamedLikeAPartOfTheAddress_GetsAnother()
    {
        Assert.Equal("key.features", LookupForm.FieldOf("features"));
        Assert.Equal("9", Read(new() { ["key.features"] = "9", ["features"] = "a" }).Keys["features"]);
    }

    private static LookupForm Read(Dictionary<string, string> query) => LookupForm.Read(query, ["customer_id", "features"], Examples, "a, b");
}

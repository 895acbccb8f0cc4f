using Catalog.Web.Components.Controls;
using Catalog.Web.ViewModels;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Components;

public sealed class StatusTests
{
    [Fact]
    public async Task StatusLight_EachStatus_HasItsOwnOutline()
    {
        var outlines = new HashSet<string>();
        foreach (var status in Enum.GetValues<Status>())
        {
            var light = (await RenderAsync<StatusLight>(new() { ["Status"] = status })).QuerySelector(".light")!;

            Assert.Contains(status.ToString().ToLowerInvariant(), light.ClassList);
            Assert.Equal(status.ToString(), light.TextContent.Trim());
            Assert.Equal("true", light.QuerySelector("svg")!.GetAttribute("aria-hidden"));
            Assert.True(outlines.Add(light.QuerySelector("svg")!.InnerHtml), $"{status} looks like another status.");
        }
    }

    [Fact]
    public async Task StatusLight_Words_AreTextAndNotMarkup()
    {
        var light = await RenderAsync<StatusLight>(new() { ["Status"] = Status.Late, ["ChildContent"] = Text("<img src=x>") });

        Assert.Equal("<img src=x>", light.QuerySelector("b")!.TextContent);
        Assert.Null(light.QuerySelector("img"));
    }

    [Fact]
    public async Task StatusLight_ShapeAndWords_HaveNoSpaceBetween()
    {
        var html = await RenderTextAsync<StatusLight>(new() { ["Status"] = Status.Fresh });

        Assert.Contains("</svg><b>Fresh</b></span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pill_WithoutStatus_IsAnOutline()
    {
        var pill = (await RenderAsync<Pill>(new() { ["ChildContent"] = Text("v3") })).QuerySelector(".pill")!;

        Assert.Contains("line", pill.ClassList);
        Assert.Null(pill.QuerySelector("svg"));
        Assert.Equal("v3", pill.TextContent);
    }

    [Fact]
    public async Task Pill_StatusWithoutWords_NamesIt()
        => Assert.Equal("Failed", (await RenderAsync<Pill>(new() { ["Status"] = Status.Failed })).QuerySelector(".pill.failed")!.TextContent.Trim());

    [Theory]
    [InlineData("PRESENT", "present")]
    [InlineData("NULL_VALUE", "null")]
    [InlineData("NOT_FOUND", "notfound")]
    [InlineData("OUTSIDE_MAX_AGE", "outside")]
    public async Task ValueStatus_Token_IsWrittenLiterallyWithItsShape(string token, string shape)
    {
        var value = (await RenderAsync<ValueStatus>(new() { ["Token"] = token })).QuerySelector(".vs")!;

        Assert.Equal(token, value.TextContent);
        Assert.Contains(shape, value.ClassList);
    }
}

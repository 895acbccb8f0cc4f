using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Web.Erasures;
using Catalog.Web.Tests.Portal;
using FeatureStore.Erasures;
using FeatureStore.Model;

namespace Catalog.Web.Tests.Erasures;

public sealed class ErasureDraftTests(ShopCatalogue shop)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("x")]
    [InlineData("1.5")]
    public async Task FindWrong_ValueThatIsNone_IsToldOnceItIsTypedOrAskedFor(string text)
    {
        var (draft, customer) = await OpenAsync();
        Assert.Null(draft.ErrorAt(customer));

        draft.Type(customer, text);

        Assert.NotNull(draft.ErrorAt(customer));
        Assert.Equal(customer, draft.FindWrong());
    }

    [Fact]
    public async Task FindWrong_Untouched_ShowsWhatIsMissing()
    {
        var (draft, customer) = await OpenAsync();

        Assert.Equal(customer, draft.FindWrong());
        Assert.Equal("Give the customer of the one to erase.", draft.ErrorAt(customer));
    }

    [Fact]
    public async Task LookAsync_Key_IsForgottenWithTheNextLetter()
    {
        var (draft, customer) = await OpenAsync();
        draft.Type(customer, " 2 ");

        Assert.Null(draft.FindWrong());
        await draft.LookAsync(Token);

        Assert.Contains(draft.Found!, static place => place is { Kind: ErasedPlaceKind.Online, Name: "last_line@1", Count: 1 });
        Assert.Null(draft.Failure);
        draft.Type(customer, "23");
        Assert.Null(draft.Found);
        await draft.LookAsync(Token);
        Assert.Empty(draft.Found!);
    }

    [Fact]
    public async Task AskAsync_WhatIsRefused_SaysWhyAndAsksForNothing()
    {
        var (draft, customer) = await OpenAsync();
        var before = (await (await shop.GetAsync<ErasureService>()).CountAsync(entity: null, Token)).Sum(static count => count.Number);
        draft.Type(customer, "x");

        Assert.Null(await draft.AskAsync(Token));

        Assert.Contains("'x'", draft.Failure, StringComparison.Ordinal);
        Assert.Equal(before, (await (await shop.GetAsync<ErasureService>()).CountAsync(entity: null, Token)).Sum(static count => count.Number));
    }

    [Fact]
    public void Choices_Views_AreEachEntityAloneAndWhatAViewHasTogether()
    {
        FeatureView[] views = [ViewOf("b", "a"), ViewOf("a"), ViewOf("a", "b"), ViewOf("c"), ViewOf()];

        Assert.Equal(["a", "b", "c", "a,b"], ErasureSubject.Choices(views).Select(static choice => choice.Key));
    }

    private static FeatureView ViewOf(params string[] keys) => new()
    {
        Name = "view",
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Source = "lines",
        TimestampColumn = "at",
        Features = [],
        Entities = [.. keys.Select(static key => new Entity { Name = key, JoinKey = key, Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" })],
    };

    private async Task<(ErasureDraft Draft, Entity Customer)> OpenAsync()
    {
        var draft = new ErasureDraft(await shop.GetAsync<ErasureService>());
        draft.Choose(ErasureSubject.Choices((await shop.GetAsync<DefinitionRegistry>()).Current.Views).First(static choice => choice.Key == "customer"));
        return (draft, draft.Subject!.Entities[0]);
    }
}

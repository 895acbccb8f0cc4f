using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Portal;

public sealed class RegisterTests
{
    [Fact]
    public async Task FeatureView_WithATypo_IsMendedAndApplied()
    {
        await using var shop = await ShopCatalogue.StartAsync();
        var page = await shop.OpenAsync("/shop/views/new");

        var name = page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true });
        await Expect(name).ToBeEnabledAsync();
        await name.PressSequentiallyAsync("buyer_returns");
        await page.GetByLabel("What one row tells").PressSequentiallyAsync("What a buyer sent back.");
        await page.GetByRole(AriaRole.Button, new() { Name = "product", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Feature 1" }).GetByLabel("Name").FillAsync("last product");

        await Expect(page.Locator("#field-features-0-notes")).ToContainTextAsync("last product is no legal name");
        await Expect(page.Locator("#field-features-0-name")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator(".yaml > .bad")).ToContainTextAsync("last product");
        await Expect(page.Locator(".status-line")).ToContainTextAsync("1 error");

        await page.Locator("#draft-apply").ClickAsync(new() { Force = true });
        await Expect(page.Locator("#field-features-0-name")).ToBeFocusedAsync();

        await page.Locator("#field-features-0-notes .fix").ClickAsync();
        await Expect(page.Locator("#draft-plan")).ToContainTextAsync("feature view buyer_returns v1");
        await page.Locator("#draft-apply").ClickAsync();

        await page.WaitForURLAsync("**/shop/views/buyer_returns");
        await Expect(page.Locator("h1")).ToHaveTextAsync("buyer_returns");
        Assert.Equal(
            """
            kind: FeatureView
            name: buyer_returns
            domain: shop
            owner: shop-team
            description: What a buyer sent back.
            entities: [buyer]
            source: sales
            features:
              - {name: last_product, type: string, from: product}
            """,
            (await shop.TextOfAsync("FeatureView", "buyer_returns")).TrimEnd());
    }

    [Fact]
    public async Task Change_OfAView_KeepsCommentsAndShowsTheDifference()
    {
        await using var shop = await ShopCatalogue.StartAsync();
        var page = await shop.OpenAsync("/shop/views/basket/change", width: 800);

        await page.GetByLabel("Max age").FillAsync("60d");
        await page.GetByRole(AriaRole.Button, new() { Name = "Diff" }).ClickAsync();
        await Expect(page.Locator(".yaml > .add")).ToHaveTextAsync("ttl: 60d  # a month");
        await Expect(page.Locator("#draft-plan")).ToContainTextAsync("ttl 30d → 60d");
        await page.GetByLabel("Applied by").FillAsync("ana");
        await page.Locator("#draft-apply").ClickAsync();

        await page.WaitForURLAsync("**/shop/views/basket");
        Assert.Equal(ShopCatalogue.View.Replace("30d", "60d", StringComparison.Ordinal).TrimEnd(), (await shop.TextOfAsync("FeatureView", "basket")).TrimEnd());
    }

    [Fact]
    public async Task Change_WithEvents_ShowsWhatTheyGiveBeforeItIsApplied()
    {
        await using var shop = await ShopCatalogue.StartAsync();
        var page = await shop.OpenAsync("/shop/views/basket/change");
        await Expect(page.Locator("#draft-trial")).ToContainTextAsync("The source has no events yet.");
        await shop.PushAsync(
            new { bought_at = "2026-01-02T10:00:00Z", buyer = 7, product = "cup", price = 2.5 },
            new { bought_at = "2026-01-02T11:00:00Z", buyer = 7, product = "pot", price = 4.5 });

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await page.Locator(".yaml-area textarea").FillAsync(
            ShopCatalogue.View + "  - {name: spent_1h, aggregate: sum, of: price * 2, window: 1h}\n  - {name: spent_1d, aggregate: sum, of: price * 2, window: 1d}\n");

        await Expect(page.Locator("#draft-trial tbody tr")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\s*7\s*4\.5\s*9\s*14\s*$"));
        await Expect(page.Locator("#draft-trial header")).ToContainTextAsync("dry run on all 2 events, as of");
        Assert.Equal(ShopCatalogue.View.TrimEnd(), (await shop.TextOfAsync("FeatureView", "basket")).TrimEnd());
    }

    [Fact]
    public async Task Change_WhileSomebodyElseChangesIt_OffersAWay()
    {
        await using var shop = await ShopCatalogue.StartAsync();
        var page = await shop.OpenAsync("/shop/views/basket/change");
        await page.GetByLabel("Max age").FillAsync("60d");

        await shop.ApplyAsync("basket.yaml", ShopCatalogue.View.Replace("owner: shop-team", "owner: shop-team\ndescription: Theirs.", StringComparison.Ordinal));
        await Expect(page.Locator(".draft-conflict")).ToContainTextAsync("ben changed this definition");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put mine into theirs" }).ClickAsync();
        await Expect(page.Locator("#draft-plan")).ToContainTextAsync("ttl 30d → 60d");
        await page.Locator("#draft-apply").ClickAsync();

        await page.WaitForURLAsync("**/shop/views/basket");
        var text = await shop.TextOfAsync("FeatureView", "basket");
        Assert.Contains("description: Theirs.", text, StringComparison.Ordinal);
        Assert.Contains("ttl: 60d  # a month", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yaml_WrittenByHand_KeepsTheCaretAndIsApplied()
    {
        await using var shop = await ShopCatalogue.StartAsync();
        var page = await shop.OpenAsync("/shop/sources/sales/edit");
        var area = page.Locator("#yaml-text");

        await Expect(area).ToBeEnabledAsync();
        await area.EvaluateAsync("area => { const at = area.value.indexOf('type: string') + 6; area.focus(); area.setSelectionRange(at, at + 6); }");
        await page.Keyboard.TypeAsync("strng");
        await Expect(page.Locator("#draft-findings")).ToContainTextAsync("strng is no type");
        await page.Locator("#draft-findings .fix").ClickAsync();
        await Expect(area).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("product, type: string"));
        await area.EvaluateAsync("area => { const at = area.value.indexOf('format: csv'); area.focus(); area.setSelectionRange(at, at); }");
        await page.Keyboard.TypeAsync("description: One line of a receipt.\n");
        await page.Locator("#draft-apply").ClickAsync();

        await page.WaitForURLAsync("**/shop/sources/sales");
        Assert.Contains("owner: shop-team\ndescription: One line of a receipt.\nformat: csv\n", await shop.TextOfAsync("Source", "sales"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_LeftAndOpenedAgain_IsOffered()
    {
        await using var shop = await ShopCatalogue.StartAsync();
        var page = await shop.OpenAsync("/shop/products/new");
        await page.GetByLabel("Title, for people").FillAsync("Baskets");
        await Expect(page.Locator(".draft-saved")).ToBeVisibleAsync();

        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on with it" }).ClickAsync();

        await Expect(page.GetByLabel("Title, for people")).ToHaveValueAsync("Baskets");
    }

    [Fact]
    public async Task Draft_TypedBesideAnOffer_WithdrawsItAndIsTheOneThatIsKept()
    {
        await using var shop = await ShopCatalogue.StartAsync();
        var page = await shop.OpenAsync("/shop/products/new");
        var title = page.GetByLabel("Title, for people");
        var goOn = page.GetByRole(AriaRole.Button, new() { Name = "Go on with it" });
        await title.FillAsync("Baskets");
        await Expect(page.Locator(".draft-saved")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(goOn).ToBeVisibleAsync();

        await title.FillAsync("Shelves");
        await Expect(page.Locator(".draft-saved")).ToBeVisibleAsync();
        await Expect(goOn).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await goOn.ClickAsync();

        await Expect(title).ToHaveValueAsync("Shelves");
    }

    [Fact]
    public async Task Text_TypedWhileTheServerLags_IsNeverWrittenBack()
    {
        await using var shop = await ShopCatalogue.StartAsync();
        var page = await shop.OpenAsync("/shop/views/new");
        var text = page.GetByLabel("What one row tells");
        await Expect(text).ToBeEnabledAsync();

        await text.EvaluateAsync("""
            field => {
              const real = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
              Object.defineProperty(field, "value", { get() { return real.get.call(this); }, set(value) { this.dataset.written = value; real.set.call(this, value); } });
            }
            """);
        await text.PressSequentiallyAsync("Sent back.");
        await Expect(page.Locator(".yaml")).ToContainTextAsync("description: Sent back.");
        Assert.Null(await text.GetAttributeAsync("data-written"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(text).ToHaveValueAsync("");
    }
}

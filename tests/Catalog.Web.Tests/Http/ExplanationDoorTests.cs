using System.Text;
using System.Text.Json.Nodes;
using Catalog.Definitions.Model;

namespace Catalog.Web.Tests.Http;

/// <summary>Explanations beside the lookups that they explain.</summary>
public sealed class ExplanationDoorTests : DoorTest
{
    private const string Basket = """
        kind: OnDemandFeatureView
        name: basket
        domain: shop
        owner: crew
        sources:
          - {view: profile}
          - request: asked
            schema:
              - {name: total, type: double}
              - {name: note, type: string}
        features:
          - {name: times, expression: "coalesce(total, 100.0) / last_price"}
          - {name: said, from: note}
        """;

    [Fact]
    public async Task Get_KeyPushedToTheOnlineStoreOnly_DoesNotPromiseWhatALookupGives()
    {
        await Server.ApplyAsync(new DefinitionFile("basket.yaml", Basket));
        const string push = """{"push_source_name": "sales", "df": {"customer_id": [7], "sold_at": ["2026-01-02T03:04:05"], "price": [9.5]}, "to": "online"}""";
        using var taken = await Server.Http.PostAsync("push", new StringContent(push, Encoding.UTF8, "application/json"), Token);
        await Server.PostAsync("views/profile/flush", string.Empty);

        var stored = await Server.GetAsync("explanations?feature=profile:last_price&key.customer_id=7");
        var computed = await Server.GetAsync("explanations?feature=basket:times&key.customer_id=7&key.total=19");

        Assert.Equal("9.5", await LookUpAsync("profile:last_price"));
        Assert.Equal(("NOT_FOUND", true, 0L), ((string?)stored["status"], (bool)stored["oneSided"]!, (long)stored["oneSidedFrom"]!));
        Assert.True((bool)computed["oneSided"]!);
        Assert.Equal(("PRESENT", "9.5", false), ((string?)stored["served"]!["status"], (string?)stored["served"]!["value"], (bool)stored["served"]!["equal"]!));
        await Server.IngestAsync(Lines);
        Assert.False((bool)(await Server.GetAsync("explanations?feature=profile:last_price&key.customer_id=1"))["oneSided"]!);
    }

    [Fact]
    public async Task Get_RequestValues_TellNullFromAnEmptyText()
    {
        await Server.ApplyAsync(new DefinitionFile("basket.yaml", Basket));
        await Server.IngestAsync(Lines);

        var isNull = await Server.GetAsync("explanations?feature=basket:times&key.customer_id=1&null=total");
        var noNote = await Server.GetAsync("explanations?feature=basket:said&null=note");
        var emptyNote = await Server.GetAsync("explanations?feature=basket:said&key.note=");

        Assert.Equal(25.0, (double)isNull["value"]!);
        Assert.Equal((null, ""), ((string?)noNote["value"], (string?)emptyNote["value"]));
    }

    [Theory]
    [InlineData("feature=basket:times&key.customer_id=1", "missing-request-value")]
    [InlineData("feature=basket:times&key.customer_id=1&key.total=1&null=total", "invalid-request")]
    [InlineData("feature=basket:times&null=customer_id&key.total=1", "invalid-entity-value")]
    [InlineData("feature=basket:times&key.customer_id=1&key.total=1&null=other", "invalid-request")]
    public async Task Get_NullsThatCannotBe_AreRefused(string query, string code)
    {
        await Server.ApplyAsync(new DefinitionFile("basket.yaml", Basket));

        Assert.Equal(code, IngestionServer.CodeOf(await Server.GetAsync($"explanations?{query}", System.Net.HttpStatusCode.BadRequest)));
    }

    private async Task<string?> LookUpAsync(string feature)
    {
        var body = $$"""{"features": ["{{feature}}"], "entities": {"customer_id": [7]} }""";
        using var answer = await Server.Http.PostAsync("get-online-features", new StringContent(body, Encoding.UTF8, "application/json"), Token);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["results"]![1]!["values"]![0]!.ToJsonString();
    }
}

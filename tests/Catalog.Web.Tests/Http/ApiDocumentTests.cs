using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Catalog.Web.Tests.Pages.Flow;

namespace Catalog.Web.Tests.Http;

/// <summary>What the OpenAPI document tells of the doors, for whoever makes a client of it.</summary>
public sealed class ApiDocumentTests(FlowServer server) : IClassFixture<FlowServer>
{
    private static readonly string[] WithoutBody = ["/cancel", "/flush", "/statistics", "/vacuum"];

    [Fact]
    public async Task Document_OfEveryDoor_SaysWhatItTakesAndHowItRefuses()
    {
        var document = await ReadAsync();

        foreach (var (path, method, operation) in Operations(document))
        {
            var refusal = operation["responses"]?["default"]?["content"]?.AsObject();
            Assert.True(refusal?.ContainsKey(path.StartsWith("/api/", StringComparison.Ordinal) || method == "get" ? "application/problem+json" : "application/json"), $"{method} {path} does not say how it refuses.");
            Assert.Equal(
                (path, method is "post" or "put" && !Array.Exists(WithoutBody, end => path.EndsWith(end, StringComparison.Ordinal))),
                (path, operation["requestBody"] is not null));
        }
    }

    [Fact]
    public async Task Document_Bodies_RequireOnlyWhatADoorRequires()
    {
        var document = await ReadAsync();
        var content = document["paths"]!["/api/v1/training-sets"]!["post"]!["requestBody"]!["content"]!;

        Assert.Equal(["multipart/form-data", "application/json"], content.AsObject().Select(static type => type.Key));
        Assert.Equal("""{"type":"string","format":"binary"}""", content["multipart/form-data"]!["schema"]!["properties"]!["frame"]!.ToJsonString());
        Assert.Null(content["application/json"]!["schema"]!["required"]);
        Assert.Null(document["components"]!["schemas"]!["ErasureBody"]!["required"]);
        Assert.Equal("entities", (string?)Assert.Single(document["paths"]!["/get-online-features"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["required"]!.AsArray()));
    }

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations(JsonNode document)
        => from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key is "get" or "post" or "put" or "delete"
           select (path.Key, operation.Key, operation.Value);

    private async Task<JsonNode> ReadAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/openapi.json", UriKind.Relative));
        using var response = await server.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Catalog.Web.Tests.Pages.Flow;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Catalog.Web.Tests.Http;

/// <summary>What is told of addresses, on a whole server: the pages of the portal take any address.</summary>
public sealed class AddressTests(FlowServer server) : IClassFixture<FlowServer>
{
    [Theory]
    [InlineData("POST", "/api/v1/nothing", 404, "")]
    [InlineData("PUT", "/nothing/at/all", 404, "")]
    [InlineData("DELETE", "/api/v1/sources", 405, "GET")]
    [InlineData("DELETE", "/api/v1/sources/sales/events", 405, "GET, POST")]
    [InlineData("GET", "/push", 405, "POST")]
    public async Task Address_MethodThatItDoesNotTake_IsToldApartFromNoAddress(string method, string path, int status, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var response = await server.SendAsync(request);

        Assert.Equal((status, allowed), ((int)response.StatusCode, string.Join(", ", response.Content.Headers.Allow)));
    }

    [Fact]
    public async Task Address_FirstWord_NamesNoDomain()
    {
        var words = server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(FirstWords).Where(static word => word.All(static letter => char.IsAsciiLetterLower(letter) || letter == '-')).Distinct().ToList();
        Assert.Contains("erasures", words);
        Assert.Contains("services", words);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/definitions/validate?path=a.yaml", UriKind.Relative))
        {
            Content = new StringContent(string.Join("---\n", words.Select(static word => $"kind: Domain\nname: {word}\nowner: crew\n")), new MediaTypeHeaderValue("application/yaml")),
        };
        using var response = await server.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var refused = JsonNode.Parse(answer)!["findings"]!.AsArray().Where(static finding => (string?)finding!["rule"] == "reserved-name").Select(static finding => (string?)finding!["message"]).ToList();
        Assert.All(words, word => Assert.Contains(refused, message => message!.Contains($"'{word}'", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/push")]
    [InlineData("/get-online-features")]
    [InlineData("/api/v1/definitions/apply")]
    public async Task Address_OfADoorInABrowser_IsToldApartFromNoAddress(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        using var response = await server.SendAsync(request);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (response.StatusCode, string.Join(", ", response.Content.Headers.Allow)));
    }

    [Theory]
    [InlineData("GET", "/api/v1/explanations?feature=profile:last_price&key.customer_id=1&events=5")]
    [InlineData("POST", "/api/v1/definitions/validate?path=a.yaml")]
    [InlineData("GET", "/api/v1/definitions?kind=Source&limit=1")]
    [InlineData("GET", "/api/v1/sources/sales/events?from=0&limit=2")]
    public async Task Door_ParametersThatItKnows_AreTaken(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var response = await server.SendAsync(request);

        Assert.DoesNotContain("is no part of the query", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/runs?stat=failed", "'stat' is no part of the query; legal are 'state', 'kind', ")]
    [InlineData("/api/v1/quarantine?rules=required", "'rules' is no part of the query")]
    [InlineData("/api/v1/views?x=1", "'x' is no part of the query")]
    public async Task Door_ParameterThatItDoesNotKnow_IsRefused(string path, string detail)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        using var response = await server.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(detail, (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("definitions/plan", "text/csv", "application/json, or multipart/form-data with a boundary and one part for each file")]
    [InlineData("definitions/apply", "multipart/form-data", "application/json, or multipart/form-data with a boundary and one part for each file")]
    [InlineData("training-sets", "text/csv", "multipart/form-data with a boundary and the parts 'frame' and 'spec', or application/json with the entity rows in 'rows', or with a 'range'")]
    [InlineData("training-sets", "multipart/form-data", "multipart/form-data with a boundary and the parts 'frame' and 'spec', or application/json with the entity rows in 'rows', or with a 'range'")]
    [InlineData("sources/sales/files", "multipart/form-data", "multipart/form-data with a boundary and the one part 'file', or the bytes of the file as the body with any other type")]
    [InlineData("sources/sales/events", "text/csv", "JSON lines, as application/x-ndjson or application/json. Files of other formats go to /api/v1/sources/sales/files")]
    [InlineData("verifications", "text/csv", "application/json")]
    [InlineData("verifications", null, "application/json")]
    public async Task Door_ContentTypeThatItDoesNotTake_IsRefusedInOneWay(string door, string? type, string legal)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/{door}", UriKind.Relative)) { Content = new StringContent("x") };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var response = await server.SendAsync(request);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported-media-type"), (response.StatusCode, (string?)problem["code"]));
        Assert.Equal($"The content type {(type is null ? "is missing" : $"is '{type}'")}; send {legal}.", (string?)problem["detail"]);
    }

    /// <summary>What the addresses of an endpoint begin with; none where that is a name.</summary>
    private static IEnumerable<string> FirstWords(RouteEndpoint endpoint) => endpoint.RoutePattern.PathSegments.FirstOrDefault()?.Parts switch
    {
        [RoutePatternLiteralPart literal] => [literal.Content],
        [RoutePatternParameterPart parameter] => parameter.ParameterPolicies
            .Select(static policy => policy.Content ?? string.Empty).Where(static policy => policy.StartsWith("regex(", StringComparison.Ordinal))
            .SelectMany(static policy => policy["regex(".Length..].Split('|')).Select(static word => word.Trim('^', '$', '(', ')')),
        _ => [],
    };
}

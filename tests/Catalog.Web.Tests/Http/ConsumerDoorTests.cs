using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.Model;

namespace Catalog.Web.Tests.Http;

public sealed class ConsumerDoorTests : IAsyncLifetime
{
    private const string AdminKey = "the key of the administrators";
    private const string ByService = """{"feature_service": "rates", "entities": {"driver_id": [1001]}}""";
    private const string ByReference = """{"features": ["driver_hourly_stats:conv_rate"], "entities": {"driver_id": [1001]}}""";
    private const string Other = """{"features": ["driver_hourly_stats:conv_rate", "trip_stats:n_trips"], "entities": {"driver_id": [1001], "customer_id": ["C9"]}}""";

    private OnlineFeaturesServer? _server;

    private OnlineFeaturesServer Server => _server!; // Set before every test.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => StartAsync(required: true);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("application/vnd.apache.arrow.stream")]
    public async Task Lookup_WithoutKey_Answers401(string? accept)
    {
        using var answer = await LookUpAsync(ByService, key: null, accept);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("key-required", Assert.Single(answer.Headers.GetValues("Catalog-Error-Code")));
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Lookup_WithGrantedKey_AnswersByServiceAndByReference()
    {
        var (key, _) = await MakeKeyAsync("rates");

        foreach (var body in (string[])[ByService, ByReference])
        {
            using var answer = await LookUpAsync(body, key);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var arrow = await LookUpAsync(ByService, key, ArrowStream.MediaType);
        Assert.Equal(ArrowStream.MediaType, arrow.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Lookup_OfAnotherService_Answers403InFeastsShapeAndSaysWhatIsMissing()
    {
        var (key, _) = await MakeKeyAsync("rates");

        using var answer = await LookUpAsync("""{"feature_service": "trips", "entities": {"driver_id": [1001], "customer_id": ["C9"]}}""", key);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("access-denied", Assert.Single(answer.Headers.GetValues("Catalog-Error-Code")));
        var detail = JsonNode.Parse(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!.GetValue<string>())!;
        Assert.Equal("FeastPermissionError", detail["class"]!.GetValue<string>());
        Assert.Equal(
            "Consumer 'churn' may not read feature service 'trips'. It may read 'rates'. Ask 'o', who owns it. An administrator grants it at /api/v1/consumers/churn.",
            detail["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lookup_OfReferencesInNoGrantedService_Answers403AndNamesThemAlone()
    {
        var (key, _) = await MakeKeyAsync("rates");

        using var answer = await LookUpAsync(Other, key);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.Contains("trip_stats:n_trips", text, StringComparison.Ordinal);
        Assert.Contains("of 'o'", JsonNode.Parse(JsonNode.Parse(text)!.GetValue<string>())!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain("driver_hourly_stats:conv_rate", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lookup_AfterGrantIsTaken_IsRefused()
    {
        var (key, _) = await MakeKeyAsync("rates");
        using (var before = await LookUpAsync(ByService, key))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }

        using var change = await SendAsync(HttpMethod.Put, "/api/v1/consumers/churn", new { owner = "growth", featureServices = (string[])[] });
        using var after = await LookUpAsync(ByService, key);

        Assert.Equal(HttpStatusCode.OK, change.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
    }

    [Fact]
    public async Task Lookup_AfterServiceLosesTheFeature_IsRefused()
    {
        var (key, _) = await MakeKeyAsync("rates");
        using (var before = await LookUpAsync(ByReference, key))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }

        Server.Registry.Apply("rates", new FeatureProjection("driver_hourly_stats", ["acc_rate"], null, new Dictionary<string, string>()));

        using var after = await LookUpAsync(ByReference, key);
        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
    }

    [Fact]
    public async Task Lookup_WithRevokedKey_Answers401AndKeepsItInTheList()
    {
        var (key, id) = await MakeKeyAsync("*");

        using var revoked = await SendAsync(HttpMethod.Delete, $"/api/v1/consumers/churn/keys/{id}");
        using var answer = await LookUpAsync(ByService, key);
        using var shown = await SendAsync(HttpMethod.Get, "/api/v1/consumers/churn");

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var text = await shown.Content.ReadAsStringAsync(Token);
        Assert.NotNull(JsonNode.Parse(text)!["keys"]![0]!["revokedAt"]);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AfterLookups_TellsHowOftenEachServiceWasRead()
    {
        var (key, _) = await MakeKeyAsync("rates");
        foreach (var body in (string[])[ByService, ByService, ByReference, Other])
        {
            using var answer = await LookUpAsync(body, key, body == ByReference ? ArrowStream.MediaType : null);
        }

        using var shown = await SendAsync(HttpMethod.Get, "/api/v1/consumers/churn");

        Assert.Equal(
            """[{"featureService":null,"lookups":1,"refused":1,"entities":1,"lastAt":"2022-04-13T00:00:00Z"},{"featureService":"rates","lookups":2,"refused":0,"entities":2,"lastAt":"2022-04-13T00:00:00Z"}]""",
            JsonNode.Parse(await shown.Content.ReadAsStringAsync(Token))!["reads"]!.ToJsonString());
    }

    [Fact]
    public async Task Consumers_WithoutAdministratorsKey_AreRefused()
    {
        var (key, _) = await MakeKeyAsync("*");

        using var without = await SendAsync(HttpMethod.Get, "/api/v1/consumers", key: null);
        using var asConsumer = await SendAsync(HttpMethod.Post, "/api/v1/consumers/churn/keys", new { }, key);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, asConsumer.StatusCode);
    }

    [Fact]
    public async Task Create_ServiceUnknown_Answers404AndAddsNothing()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/v1/consumers", new { name = "churn", owner = "growth", featureServices = (string[])["rate"] });
        using var shown = await SendAsync(HttpMethod.Get, "/api/v1/consumers/churn");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("rates", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
    }

    [Fact]
    public async Task Lookup_WhereNoKeyIsRequired_TakesNoneAndRefusesAWrongOne()
    {
        await Server.DisposeAsync();
        await StartAsync(required: false);
        var (key, _) = await MakeKeyAsync();

        using var without = await LookUpAsync(ByService, key: null);
        using var known = await LookUpAsync(ByService, key);
        using var wrong = await LookUpAsync(ByService, "cat_wrong");

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized],
            ((HttpResponseMessage[])[without, known, wrong]).Select(static answer => answer.StatusCode));
    }

    private async ValueTask StartAsync(bool required)
    {
        var no = new Dictionary<string, string>();
        _server = await OnlineFeaturesServer.StartAsync(("FeatureStore:Access:Required", required ? "true" : "false"), ("FeatureStore:Access:AdminKey", AdminKey));
        Server.Registry.Apply("rates", new FeatureProjection("driver_hourly_stats", ["conv_rate"], null, no));
        Server.Registry.Apply("trips", new FeatureProjection("trip_stats", [], null, no));
        await Server.WriteAsync("driver_hourly_stats", "2022-04-12T17:00:00Z", [Value.Of(1001L)], Value.Of(0.25f), Value.Of(0.75f), Value.Of(7));
    }

    private async Task<(string Key, string Id)> MakeKeyAsync(params string[] services)
    {
        using var created = await SendAsync(HttpMethod.Post, "/api/v1/consumers", new { name = "churn", owner = "growth", featureServices = services });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var made = await SendAsync(HttpMethod.Post, "/api/v1/consumers/churn/keys", new { });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var body = JsonNode.Parse(await made.Content.ReadAsStringAsync(Token))!;
        return (body["key"]!.GetValue<string>(), body["id"]!.GetValue<string>());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, object? body = null, string? key = AdminKey)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        return await Server.Http.SendAsync(request, Token);
    }

    private async Task<HttpResponseMessage> LookUpAsync(string body, string? key, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/get-online-features") { Content = new StringContent(body) };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        return await Server.Http.SendAsync(request, Token);
    }
}
